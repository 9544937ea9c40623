internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
#if canImport(Glibc)
    internal import Glibc
#endif

/// Reads `multipart/form-data` (RFC 7578) as it arrives: fields into memory, files onto disk or sealed into the vault, never more than the limits.
struct Multipart {
    /// Bytes of all fields that are no files.
    static let fieldLimit = 1 << 20
    static let partLimit = 200
    static let headLimit = 8 << 10

    private(set) var form = Form()
    private(set) var files: [UploadedFile] = []
    private(set) var arrived: [ArrivedFile] = []
    private let folder: String
    private let vault: Vault?

    private var window: [UInt8] = []
    private let delimiter: [UInt8]
    private var state = State.preamble
    private var fieldBytes = 0
    private var part: Part?
    private var skipsLineEnd = false

    private enum State { case preamble, head, content, end }

    private struct Part {
        let name: String
        let fileName: String?
        let type: String
        var text: [UInt8] = []
        var file: Int32 = -1
        var writer: VaultWriter?
        var path = ""
        var size = 0
    }

    /// - Parameters:
    ///   - boundary: of the content type
    ///   - folder: where files are put, made by the caller and removed by it
    init(boundary: String, folder: String) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.folder = folder
        vault = nil
        // The first delimiter may stand at the very start, without a line end before it.
        window = [13, 10]
    }

    /// As the other, for files that go into the vault.
    init(boundary: String, vault: Vault) {
        delimiter = Array("\r\n--\(boundary)".utf8)
        folder = ""
        self.vault = vault
        window = [13, 10]
    }

    /// The boundary of a content type; nil where it is no form with files.
    static func boundary(of type: String) -> String? {
        let parts = type.split(separator: ";")
        guard parts.first?.trimmed.lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].trimmed.lowercased() == "boundary" else { continue }
            var value = pair[1].trimmed
            if value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 { value = String(value.dropFirst().dropLast()) }
            let isSound = (1...70).contains(value.utf8.count) && value.utf8.allSatisfy { $0 > 31 && $0 < 127 }
            return isSound ? value : nil
        }
        return nil
    }

    /// Reads a body to its end.
    /// - Throws: ``WebProblem`` where it is broken or too large.
    mutating func read(_ body: RequestBody, limit: Int) async throws {
        defer { if let part, part.file >= 0 { close(part.file) } }
        var total = 0
        for try await piece in body {
            total += piece.readableBytes
            guard total <= limit + Self.fieldLimit else { throw WebProblem.tooLarge }
            window.append(contentsOf: piece.readableBytesView)
            while try step() {}
        }
        while try step() {}
        guard state == .end else { throw WebProblem.badRequest("the form breaks off") }
    }

    /// Does one piece of work; false where more bytes are needed.
    private mutating func step() throws -> Bool {
        switch state {
        case .preamble, .content:
            if let found = find(delimiter) {
                if state == .content, found > 0 { try take(content(window[..<found])) }
                try finishPart()
                let after = found + delimiter.count
                guard window.count >= after + 2 else {
                    window.removeFirst(found)
                    return false
                }
                if window[after] == UInt8(ascii: "-"), window[after + 1] == UInt8(ascii: "-") {
                    state = .end
                    window.removeAll()
                } else {
                    state = .head
                    window.removeFirst(after)
                }
                return state == .head
            }
            let safe = window.count - delimiter.count - 2
            if safe > 2 {
                if state == .content { try take(content(window[..<safe])) }
                window.removeFirst(safe)
            }
            return false
        case .head:
            guard let end = find([13, 10, 13, 10]) else {
                guard window.count <= Self.headLimit else { throw WebProblem.badRequest("a part's head is too long") }
                return false
            }
            try begin(head: window[..<end])
            // The head's last line end stays: where the content is empty, the delimiter begins with it.
            window.removeFirst(end + 2)
            skipsLineEnd = true
            state = .content
            return true
        case .end:
            window.removeAll()
            return false
        }
    }

    private mutating func content(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard skipsLineEnd else { return bytes }
        skipsLineEnd = false
        return bytes.dropFirst(2)
    }

    private func find(_ wanted: [UInt8]) -> Int? {
        window.withUnsafeBytes { all in
            wanted.withUnsafeBytes { part in
                guard let start = all.baseAddress, let needle = part.baseAddress, let first = part.first else { return nil as Int? }
                var offset = 0
                while all.count - offset >= part.count {
                    let room = all.count - offset - part.count + 1
                    guard let found = memchr(start + offset, Int32(first), room) else { return nil }
                    offset = start.distance(to: UnsafeRawPointer(found))
                    if memcmp(start + offset, needle, part.count) == 0 { return offset }
                    offset += 1
                }
                return nil
            }
        }
    }

    private mutating func begin(head: ArraySlice<UInt8>) throws {
        guard files.count + arrived.count + form.fields.count < Self.partLimit else {
            throw WebProblem.badRequest("more than \(Self.partLimit) parts")
        }
        guard let text = String(validating: head, as: UTF8.self) else { throw WebProblem.badRequest("a part's head is not UTF-8") }
        var name: String?
        var fileName: String?
        var type = "application/octet-stream"
        for line in text.split(whereSeparator: \.isNewline) {
            let pair = line.split(separator: ":", maxSplits: 1)
            guard pair.count == 2 else { continue }
            switch pair[0].trimmed.lowercased() {
            case "content-disposition":
                name = Self.parameter("name", of: pair[1])
                fileName = Self.parameter("filename", of: pair[1])
            case "content-type": type = pair[1].trimmed
            default: break
            }
        }
        guard let name else { throw WebProblem.badRequest("a part has no name") }
        var part = Part(name: name, fileName: fileName.map(Self.bare), type: type)
        if let fileName, let vault {
            part.writer = try vault.writer(named: fileName, field: name)
        } else if fileName != nil {
            part.path = folder + "/" + Token.random(bytes: 12)
            part.file = open(part.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard part.file >= 0 else { throw WebProblem(HTTPResponse.Status(code: 507), "centre.problem.no-room") }
        }
        self.part = part
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>) throws {
        guard part != nil, !bytes.isEmpty else { return }
        if let writer = part?.writer {
            try writer.write(bytes)
            part?.size += bytes.count
        } else if let file = part?.file, file >= 0 {
            var rest = bytes
            while !rest.isEmpty {
                let written = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                guard written > 0 else { throw WebProblem(HTTPResponse.Status(code: 507), "centre.problem.no-room") }
                rest = rest.dropFirst(written)
            }
            part?.size += bytes.count
        } else {
            fieldBytes += bytes.count
            guard fieldBytes <= Self.fieldLimit else { throw WebProblem.tooLarge }
            part?.text.append(contentsOf: bytes)
        }
    }

    private mutating func finishPart() throws {
        guard let part else { return }
        self.part = nil
        if let writer = part.writer {
            if part.fileName?.isEmpty == true, part.size == 0 { writer.abandon() } else { arrived.append(try writer.finish()) }
        } else if part.file >= 0 {
            close(part.file)
            // A file field that was left empty comes as a file without name and content.
            guard let fileName = part.fileName, !(fileName.isEmpty && part.size == 0) else {
                unlink(part.path)
                return
            }
            files.append(UploadedFile(field: part.name, name: fileName, type: part.type, path: part.path, size: part.size))
        } else {
            guard let text = String(validating: part.text, as: UTF8.self), !part.text.contains(0) else {
                throw WebProblem.badRequest("the text is not UTF-8")
            }
            form.append(part.name, text)
        }
    }

    private static func parameter(_ name: String, of header: Substring) -> String? {
        guard let start = header.firstRange(of: " \(name)=\"") ?? header.firstRange(of: ";\(name)=\"") else { return nil }
        var value = ""
        var escaped = false
        for character in header[start.upperBound...] {
            if escaped {
                value.append(character)
                escaped = false
            } else if character == "\\" {
                escaped = true
            } else if character == "\"" {
                return value.replacing("%22", with: "\"")
            } else {
                value.append(character)
            }
        }
        return nil
    }

    /// A file name without folders and control characters, at most 200 characters.
    private static func bare(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        return String(String.UnicodeScalarView(last.unicodeScalars.filter { $0.properties.generalCategory != .control }).prefix(200))
    }
}
