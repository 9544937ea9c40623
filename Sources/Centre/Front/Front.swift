internal import Vocabulary

/// The front page of the public face: what the centre is there for, what it may and may not do, and how to reach it; and
/// `security.txt` (RFC 9116) for those who find a hole in the centre's own systems.
public struct Front: Capability {
    /// What it is called.
    public let name = "front"
    private let contact: String
    private let phone: String?
    private let portal: String?
    private let site: String
    private let languages: [String]
    private let parts: [any FrontPart]

    /// - Parameters:
    ///   - contact: the mail address for everyone
    ///   - phone: the number for emergencies; nil where there is none
    ///   - parts: what capabilities add, in the order it stands on the page
    public init(_ settings: CentreSettings, contact: String, phone: String? = nil, parts: [any FrontPart] = []) {
        self.parts = parts
        self.contact = contact
        self.phone = phone
        portal = settings.listening[.portal]?.url
        site = settings.listening[.public]?.url ?? ""
        languages = settings.languages
    }

    private struct View: Sendable {
        let sections: [FrontSection]
        let does: [Line]
        let doesNot: [Line]
        let contact: String
        let phone: String?
        let portal: String?
    }

    private struct Line: Sendable { let text: String }

    /// Its addresses.
    public func routes(_ routes: inout Routes) {
        routes.get(.public, "/", .anyone, keptFor: 60) { request in
            let words = request.words
            var sections: [FrontSection] = []
            for part in parts { if let section = try await part.frontSection(request) { sections.append(section) } }
            let view = View(
                sections: sections,
                does: ["gather", "recommend", "assist", "inform", "refer", "exchange"].map { Line(text: words["front.does.\($0)"]) },
                doesNot: ["stop", "close", "block"].map { Line(text: words["front.doesNot.\($0)"]) }, contact: contact, phone: phone,
                portal: portal)
            return Page("front/home", view)
        }
        routes.get(.public, "/.well-known/security.txt", .anyone) { request in
            let end = request.now + Swift.Duration.seconds(180 * 86_400)
            let lines =
                [
                    "Contact: mailto:\(contact)", "Expires: \(end.startOfDay.iso8601)",
                    "Preferred-Languages: \(languages.joined(separator: ", "))",
                    "Canonical: \(site)/.well-known/security.txt",
                ] + parts.flatMap(\.securityLines)
            return Content(lines.joined(separator: "\n") + "\n")
        }
        routes.get(.public, "/robots.txt", .anyone) { _ in Content("User-agent: *\nAllow: /\n") }
    }
}
