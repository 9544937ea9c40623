import Foundation
import HTTPTypes

@testable import Centre

/// Goes through the pages of a face as somebody, from link to link, and notes what it sees.
struct Crawl {
    struct Page: Sendable {
        let path: String
        /// The route that answers it, as it is written: `/findings/:id`.
        let route: String
        let status: Int
        let text: String
        let type: String?
        /// The page that led here.
        let from: String
    }

    let inside: InsideCentre
    let face: Face
    let credential: InsideCentre.Credential
    /// So many addresses of one route are looked at.
    var each = 4

    /// All pages within reach of some addresses.
    func pages(from starts: [String] = ["/"]) async throws -> [Page] {
        var waiting = starts.map { (path: $0, from: "") }
        var seen = Set(starts)
        var counts: [String: Int] = [:]
        var pages: [Page] = []
        while !waiting.isEmpty, pages.count < 400 {
            let (path, from) = waiting.removeFirst()
            let route = route(of: path)
            counts[route, default: 0] += 1
            guard counts[route, default: 0] <= each else { continue }
            let reply = try await inside.ask(face, .get, path, as: credential, accept: "text/html", reads: true)
            pages.append(
                Page(
                    path: path, route: route, status: reply.status, text: reply.text, type: reply.headers[.contentType], from: from))
            guard reply.headers[.contentType]?.hasPrefix("text/html") == true else { continue }
            for link in Self.links(reply.text) where seen.insert(link).inserted { waiting.append((link, path)) }
        }
        return pages
    }

    private func route(of path: String) -> String {
        let plain = String(path.prefix { $0 != "?" && $0 != "#" })
        let all = inside.routes.filter { $0.face == face && $0.verb == .get && RouteAccessTests.matches($0.path, plain) }
        // The one with the most words that are not made up.
        return all.map(\.path).min { $0.count { $0 == ":" } < $1.count { $0 == ":" } } ?? plain
    }

    /// Local addresses of a page's links, without assets, languages, and what has no end.
    static func links(_ text: String) -> [String] {
        var links: [String] = []
        for piece in text.components(separatedBy: " href=\"").dropFirst() {
            let raw = piece.prefix { $0 != "\"" }.replacingOccurrences(of: "&amp;", with: "&").prefix { $0 != "#" }
            guard raw.hasPrefix("/"), !["/assets/", "/language/", "/live/", "/sign-in"].contains(where: raw.hasPrefix) else { continue }
            links.append(String(raw))
        }
        return links
    }

    /// A form of a page: where it goes and the names of its fields.
    struct Blank: Sendable, Hashable {
        let action: String
        let fields: [String]
        let csrf: String
    }

    /// The forms of a page that do something.
    static func forms(_ text: String) -> [Blank] {
        text.components(separatedBy: "<form").dropFirst().compactMap { piece in
            let form = piece.components(separatedBy: "</form>")[0]
            guard form.contains("method=\"post\""), let action = values("action", form).first else { return nil }
            let csrf = form.components(separatedBy: "name=\"csrf\" value=\"").dropFirst().first?.prefix { $0 != "\"" }
            let names = values("name", form).filter { $0 != "csrf" }
            return Blank(
                action: action.replacingOccurrences(of: "&amp;", with: "&"), fields: Set(names).sorted(),
                csrf: (csrf ?? "").replacingOccurrences(of: "&amp;", with: "&"))
        }
    }

    private static func values(_ attribute: String, _ text: String) -> [String] {
        text.components(separatedBy: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    }
}
