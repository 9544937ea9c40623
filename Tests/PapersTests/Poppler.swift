import Foundation

/// What an independent reader, poppler, sees in a PDF.
enum Poppler {
    static let isThere = ["pdftotext", "pdfinfo"].allSatisfy { FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)") }

    static func text(of pdf: [UInt8], page: Int? = nil) throws -> String {
        try run("pdftotext", ["-enc", "UTF-8"] + (page.map { ["-f", "\($0)", "-l", "\($0)"] } ?? []), pdf, after: ["-"])
    }

    static func facts(of pdf: [UInt8]) throws -> [String: String] {
        var facts: [String: String] = [:]
        for line in try run("pdfinfo", ["-enc", "UTF-8"], pdf).split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { facts[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces) }
        }
        return facts
    }

    static func structure(of pdf: [UInt8]) throws -> String {
        try run("pdfinfo", ["-struct-text", "-enc", "UTF-8"], pdf)
    }

    struct Refused: Error { var message: String }

    private static func run(_ program: String, _ arguments: [String], _ pdf: [UInt8], after: [String] = []) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("paper.pdf")
        let output = folder.appendingPathComponent("output")
        let complaints = folder.appendingPathComponent("complaints")
        try Data(pdf).write(to: file)
        try Data().write(to: output)
        try Data().write(to: complaints)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
        process.arguments = arguments + [file.path] + after
        process.environment = ["TZ": "UTC", "LC_ALL": "C.UTF-8"]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: complaints)
        try process.run()
        process.waitUntilExit()
        let message = try String(contentsOf: complaints, encoding: .utf8)
        guard process.terminationStatus == 0, message.isEmpty else { throw Refused(message: message) }
        return try String(contentsOf: output, encoding: .utf8)
    }
}
