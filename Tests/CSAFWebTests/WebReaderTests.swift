import CSAFWeb
import Testing

@Suite("Asking servers of strangers", .timeLimit(.minutes(5)))
struct WebReaderTests {
    @Test(
        "takes only public addresses over TLS",
        arguments: [
            "http://example.org/", "ftp://example.org/", "https://user:secret@example.org/", "https://127.0.0.1/", "https://10.0.0.1/x",
            "https://[::1]/", "https://169.254.169.254/latest", "https://localhost/", "/etc/passwd", "", "https://",
        ])
    func refused(address: String) {
        #expect(throws: WebError.self) { try WebAddress(address, isLocal: false) }
    }

    @Test("takes this machine only where it is allowed to")
    func local() throws {
        #expect(try WebAddress("http://127.0.0.1:8080/x", isLocal: true).isSecure == false)
        #expect(try WebAddress("https://example.org/x", isLocal: false).host == "example.org")
        #expect(throws: WebError.self) { try WebAddress("http://example.org/", isLocal: true) }
    }

    @Test("follows redirections and says so, but not for ever")
    func redirections() async throws {
        let server = try await SmallServer.start()
        server["/a"] = .init(status: 302, headers: [("location", "/b")])
        server.serve("/b", "{}")
        server["/loop"] = .init(status: 301, headers: [("location", "/loop")])
        server["/away"] = .init(status: 302, headers: [("location", "http://example.org/")])
        let reader = WebReader(isLocal: true)
        let answer = try await reader.get(server.root + "/a")
        #expect(answer.redirections == [server.root + "/b"])
        #expect(answer.address == server.root + "/b")
        await #expect(throws: WebError.redirections(server.root + "/loop")) { try await reader.get(server.root + "/loop") }
        await #expect(throws: WebError.self) { try await reader.get(server.root + "/away") }
        await reader.close()
        try await server.stop()
    }

    @Test("stops at every limit")
    func limits() async throws {
        let server = try await SmallServer.start()
        server["/large"] = .init(bytes: [UInt8](repeating: 0x20, count: 200_000))
        server["/slow"] = .init(bytes: [0x20], delay: 20)
        let root = server.root
        let reader = WebReader(limits: WebLimits(answer: 100_000, answers: 3, patience: .seconds(1)), isLocal: true)
        await #expect(throws: WebError.tooLarge(root + "/large", limit: 100_000)) { try await reader.get(root + "/large") }
        await #expect(throws: WebError.self) { try await reader.get(root + "/slow") }
        await #expect(throws: WebError.status(root + "/none", 404)) { try await reader.get(root + "/none") }
        let error = await #expect(throws: WebError.self) { try await reader.get(root + "/none") }
        if case .budget = error {} else { Issue.record("\(String(describing: error)) is no budget") }
        await reader.close()
        let hasty = WebReader(limits: WebLimits(time: .zero), isLocal: true)
        await #expect(throws: WebError.deadline(.zero)) { try await hasty.get(root + "/large") }
        await hasty.close()
        try await server.stop()
    }
}
