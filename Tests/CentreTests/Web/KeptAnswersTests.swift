import CentreTesting
import Foundation
import Testing

@testable import Centre

/// A warning that everybody reads, and a page that knows who asks.
private struct Notice: Capability {
    let name = "notice"

    func routes(_ routes: inout Routes) {
        routes.get(.public, "/warning", .anyone, keptFor: 60) { _ in
            Page("centre/problem", View(title: "Xəbərdarlıq", text: "update now"))
        }
        routes.get(.public, "/own", .anyone) { request in Content("own \(request.query["n"] ?? "")") }
    }

    struct View: Sendable {
        var status = 200
        let title: String
        let text: String
        var requestID = ""
    }
}

@Suite("A page that a whole country reads")
struct KeptAnswersTests {
    private func use(_ body: ((String) async -> [Answer]) async throws -> Void) async throws {
        try await RunningCentre.use(compose: { _ in (OpenDoor(), [Notice()]) }) { running in
            try await body { Answer.all(await RawConnection.talk(to: running.port(.public), $0)) }
        }
    }

    /// What a second reader is answered, who asks for the same over a connection of their own.
    private func talk(_ text: String) async throws -> [Answer] {
        var answers: [Answer] = []
        try await use { talk in
            _ = await talk(text)
            answers = await talk(text)
        }
        return answers
    }

    private func ask(_ path: String, _ headers: String = "", method: String = "GET") -> String {
        "\(method) \(path) HTTP/1.1\r\nHost: cert.example\r\n\(headers)\r\n"
    }

    private struct Answer {
        let status: String
        let headers: [String: String]
        let body: String

        /// Cuts what came over a connection into answers, by their Content-Length.
        static func all(_ text: String) -> [Answer] {
            var bytes = Array(text.utf8)[...]
            var answers: [Answer] = []
            while let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
                }
                let length = Int(headers["content-length"] ?? "") ?? 0
                let body = bytes[end.upperBound...].prefix(length)
                answers.append(Answer(status: lines[0], headers: headers, body: String(decoding: body, as: UTF8.self)))
                bytes = bytes[body.endIndex...]
            }
            return answers
        }
    }

    @Test("the second reader gets what the first got, with a number and a time of their own")
    func same() async throws {
        let answers = try await talk(ask("/warning") + ask("/warning") + ask("/warning", "Connection: close\r\n"))
        try #require(answers.count == 3)
        // Answers given by the connection itself are numbered by it.
        let numbers = answers.compactMap { $0.headers["x-request-id"]?.prefix(8) }
        #expect(numbers[0] == numbers[1] && numbers[2] != numbers[0])
        for answer in answers {
            #expect(answer.status == "HTTP/1.1 200 OK")
            #expect(answer.body == answers[0].body)
            #expect(answer.body.contains("Xəbərdarlıq"))
            #expect(answer.headers["date"]?.hasSuffix(" GMT") ?? false)
            var (one, first) = (answer.headers, answers[0].headers)
            for name in ["date", "x-request-id", "connection"] { (one[name], first[name]) = (nil, nil) }
            #expect(one == first)
        }
        #expect(Set(answers.map { $0.headers["x-request-id"] }).count == 3)
    }

    @Test("answers keep the order of what was asked, whoever gives them")
    func order() async throws {
        let answers = try await talk(
            ask("/warning") + ask("/own?n=1") + ask("/warning") + ask("/own?n=2") + ask("/own?n=3") + ask("/warning")
                + ask("/own?n=4", "Connection: close\r\n"))
        #expect(
            answers.map { $0.body.contains("update now") ? "warning" : $0.body }
                == ["warning", "own 1", "warning", "own 2", "own 3", "warning", "own 4"])
    }

    @Test("readers of another language, or with a packed answer, get their own")
    func languages() async throws {
        let answers = try await talk(
            ask("/warning", "Accept-Language: en\r\n") + ask("/warning", "Accept-Language: az\r\n")
                + ask("/warning", "Accept-Language: en\r\n") + ask("/warning", "Accept-Language: az\r\n")
                + ask("/warning", "Accept-Encoding: gzip\r\n") + ask("/warning", "Accept-Encoding: gzip\r\n")
                + ask("/warning", "Accept-Language: en\r\nConnection: close\r\n"))
        try #require(answers.count == 7)
        #expect(answers.prefix(4).map { $0.body.contains("<html lang=\"en\"") } == [true, false, true, false])
        #expect(answers[4].headers["content-encoding"] == "gzip" && answers[5].headers["content-encoding"] == "gzip")
        #expect(answers[4].headers["content-length"] == answers[5].headers["content-length"])
        #expect(answers[6].headers["content-encoding"] == nil)
    }

    @Test("who asks with a condition, without wanting the body, or with a cookie is answered as ever")
    func special() async throws {
        try await use { talk in
            let tag = try #require(await talk(ask("/warning")).first?.headers["etag"])
            let answers = await talk(
                ask("/warning") + ask("/warning", "If-None-Match: \(tag)\r\n") + ask("/warning", method: "HEAD"))
            try #require(answers.count >= 3)
            #expect(answers[1].status.contains("304"))
            #expect(answers[1].body.isEmpty)
            #expect(answers[2].status.contains("200"))
            let own = await talk(ask("/warning") + ask("/warning", "Cookie: __Host-keshik-language=ru\r\nConnection: close\r\n"))
            #expect(own.last?.body.contains("<html lang=\"ru\"") ?? false)
        }
    }

    @Test(
        "a reader over HTTP/2 gets the same as one over HTTP/1.1",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "curl is the client"))
    func versions() async throws {
        let development: (inout CentreSettings) -> Void = { $0.listening[.public]?.protection = .development }
        try await RunningCentre.use(adjust: development, compose: { _ in (OpenDoor(), [Notice()]) }) { running in
            let address = "https://127.0.0.1:\(running.port(.public))/warning"
            let second = try await curl("--http2", address, address, address)
            let first = try await curl("--http1.1", address, address, address)
            #expect(second.components(separatedBy: "update now").count == 4)
            #expect(second == first)
        }
    }

    /// What curl, the program, prints.
    private func curl(_ arguments: String...) async throws -> String {
        try await Task.detached {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/curl")
            process.arguments = ["--silent", "--insecure", "--max-time", "20"] + arguments
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let data = output.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: data, as: UTF8.self)
        }.value
    }
}
