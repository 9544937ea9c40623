import Foundation
import Testing

@testable import Centre

@Suite("Signing in at the desk")
struct SignInJourneyTests {
    @Test("a demonstration link opens the desk once")
    func demonstration() async throws {
        try await RunningIdentity.run { centre in
            let link = try await centre.identity.demonstrationLink(role: .analyst)
            let path = link.replacing("http://desk.example", with: "")
            let browser = centre.browser()
            #expect(try await browser.get(path).location == "/")
            #expect(try await browser.get("/secret").text == "secret")
            #expect(try await centre.browser().get(path).status == 410)
        }
    }
}
