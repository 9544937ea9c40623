import Foundation
import HTTPTypes
import Testing

@testable import Centre
@testable import keshik

/// Every address of the whole centre, asked by everybody.
@Suite("Who may reach what")
struct RouteAccessTests {
    /// An address with made-up ids.
    static func made(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false).map { $0.hasPrefix(":") ? "999999999" : String($0) }.joined(
            separator: "/")
    }

    /// Permissions that are asked of programs.
    private static func scopes(_ inside: InsideCentre) -> Set<String> {
        Set(inside.routes.compactMap { route in if case .token(let permission) = route.access { permission.name } else { nil } })
    }

    @Test("every permission and every address stands in the table as it is in the program")
    func tableIsWhole() async throws {
        let list = try AccessList()
        try await InsideCentre.use { inside in
            let known = inside.centre.capabilities.flatMap(\.permissions)
            for permission in known {
                let line = AccessList.line(permission)
                #expect(list.roles[permission.name] == permission.roles, "AccessTable.permissions should have the line\n    \(line)")
            }
            let gone = Set(list.roles.keys).subtracting(known.map(\.name)).sorted()
            #expect(gone.isEmpty, "no capability has these any more; remove their lines from AccessTable.permissions")
            for route in inside.routes {
                let line = AccessList.line(route)
                let listed = list.routes[AccessList.name(route)]
                switch (route.access, listed) {
                case (.anyone, .anyone?), (.signedIn, .signedIn?), (.owner, .owner?): break
                case (.permission(let permission), .permission(let name)?), (.token(let permission), .token(let name)?):
                    #expect(permission.name == name, "AccessTable.routes says \(name), the program:\n    \(line)")
                case (_, nil): Issue.record("AccessTable.routes should have the line\n    \(line)")
                default: Issue.record("AccessTable.routes says otherwise; the program:\n    \(line)")
                }
            }
            let silent = Set(list.routes.keys).subtracting(inside.routes.map(AccessList.name)).sorted()
            #expect(silent.isEmpty, "nothing answers these any more; remove their lines from AccessTable.routes")
        }
    }

    @Test("permissions belong to a capability, and each kind of access to its face")
    func accessFitsFace() async throws {
        try await InsideCentre.use { inside in
            let known = Set(inside.centre.capabilities.flatMap(\.permissions))
            for route in inside.routes {
                let name = AccessList.name(route)
                switch route.access {
                case .anyone: break
                case .permission(let permission):
                    #expect(known.contains(permission), "\(name): no capability lists the permission \(permission.name)")
                    #expect(route.face == .desk, "\(name)")
                case .token(let permission):
                    #expect(known.contains(permission), "\(name): no capability lists the permission \(permission.name)")
                    #expect(route.face == .portal && route.path.hasPrefix("/api/"), "\(name)")
                case .signedIn: #expect(route.face != .public, "\(name)")
                case .owner: #expect(route.face == .portal, "\(name)")
                }
                // What is kept is shown to everybody.
                if route.keptFor != nil { #expect(route.access == .anyone && route.face == .public, "\(name)") }
            }
        }
    }

    @Test("every address lets in whom it should and nobody else, and no form is taken without the mark of its session")
    func everyRoute() async throws {
        let list = try AccessList()
        try await InsideCentre.use { inside in
            let forbidden = inside.centre.frame.catalogue["en"].text("centre.problem.forbidden", [:])
            let scopes = Self.scopes(inside)
            var asked = 0
            // The way to the provider of sign-in waits for a provider, which is not there.
            for route in inside.routes where route.path != "/sign-in/provider" {
                guard let who = list.routes[AccessList.name(route)] else { continue }
                for asker in Asker.all(on: route.face, inside.people, scopes: scopes) {
                    let reply = try await inside.ask(route.face, route.verb, Self.made(route.path), as: asker.credential)
                    asked += 1
                    let what = "\(AccessList.name(route)) as \(asker.name): \(reply.status) \(reply.text.prefix(200))"
                    if case .token = asker.credential, !asker.isKnown {
                        #expect(reply.status == 401, "\(what)")
                    } else if !asker.may(who, by: list) {
                        #expect(reply.status == (asker.isKnown ? 403 : 401), "\(what)")
                    } else if route.verb != .get, asker.isPerson {
                        // Nothing is done: the hidden field is missing.
                        #expect(reply.status == 403 && !reply.text.contains(forbidden), "\(what)")
                    } else {
                        #expect(![401, 403, 500].contains(reply.status), "\(what)")
                    }
                }
            }
            #expect(asked > 1_500)
        }
    }

    @Test("who is not signed in is led to the sign-in, whose address keeps where they wanted to go")
    func ledToSignIn() async throws {
        try await InsideCentre.use { inside in
            for route in inside.routes where route.verb == .get && route.face != .public && route.access != .anyone {
                if case .token = route.access { continue }
                let path = Self.made(route.path)
                let reply = try await inside.ask(route.face, .get, path, as: .nobody, accept: "text/html")
                #expect(reply.status == 303, "\(AccessList.name(route))")
                #expect(reply.headers[.location] == (path == "/" ? "/sign-in" : "/sign-in?next=\(Form.encoded(path))"))
            }
        }
    }

    @Test("an address of one face does not exist on the others")
    func facesAreApart() async throws {
        try await InsideCentre.use { inside in
            for route in inside.routes {
                let path = Self.made(route.path)
                for face in Face.allCases where face != route.face {
                    if inside.routes.contains(where: { $0.face == face && $0.verb == route.verb && Self.matches($0.path, path) }) {
                        continue
                    }
                    for asker in Asker.all(on: face, inside.people, scopes: ["observation.collect"]) {
                        let reply = try await inside.ask(face, route.verb, path, as: asker.credential)
                        let isThere = inside.routes.contains { $0.face == face && Self.matches($0.path, path) }
                        // A token that a face does not know is refused before anything is looked for.
                        #expect(
                            reply.status == 404 || (isThere && reply.status == 405),
                            "\(AccessList.name(route)) on \(face.rawValue) as \(asker.name): \(reply.status)")
                    }
                }
            }
        }
    }

    /// Whether a route answers a path.
    static func matches(_ route: String, _ path: String) -> Bool {
        let (left, right) = (route.split(separator: "/"), path.split(separator: "/"))
        return left.count == right.count && zip(left, right).allSatisfy { $0.hasPrefix(":") || $0 == $1 }
    }
}
