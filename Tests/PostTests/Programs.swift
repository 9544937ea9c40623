import Foundation
import Glibc

/// Programs of the system that the tests ask whether they understand our mails.
enum Programs {
    static func areHere(_ names: String...) -> Bool {
        names.allSatisfy { name in ["/usr/bin/", "/usr/sbin/", "/bin/"].contains { access($0 + name, X_OK) == 0 } }
    }

    struct Result {
        var status: Int32
        var output: [UInt8]
        var errors: String
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    /// Runs a program to its end.
    @discardableResult
    static func run(_ words: String..., input: [UInt8] = [], in folder: String? = nil) throws -> Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        // Files rather than pipes, which fill up.
        let files = try TemporaryFolder()
        defer { files.remove() }
        try files.write(input, to: "in")
        for name in ["out", "err"] { try files.write([], to: name) }
        process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: files.path + "/in"))
        process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: files.path + "/out"))
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: files.path + "/err"))
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try files.read("out"), errors: String(decoding: try files.read("err"), as: UTF8.self)
        )
    }
}

/// A folder that is there as long as a test runs.
struct TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/post-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SampleError(text: "no temporary folder") }
        path = String(cString: made)
    }

    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name)) }

    func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))) }

    func remove() {
        // Again where something went while it was being removed, as sockets of GnuPG's programs do.
        for _ in 0..<5 where access(path, F_OK) == 0 { try? FileManager.default.removeItem(atPath: path) }
    }
}
