internal import Centre
internal import Dispatch
internal import Foundation
internal import Vocabulary

/// Files that were uploaded and wait for somebody to look at what they would change.
struct ImportDrafts: Sendable {
    /// `<data>/imports`
    let folder: String

    /// Bytes of all files of one import.
    static let limit = 256 << 20

    /// Keeps uploaded files under a new name; those of more than a day ago go.
    func keep(_ files: [UploadedFile], now: Instant) throws -> String {
        let manager = FileManager.default
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in try manager.contentsOfDirectory(atPath: folder) {
            let made = (try? manager.attributesOfItem(atPath: folder + "/" + name))?[.modificationDate] as? Date
            if let made, made.timeIntervalSince1970 < Double(now.seconds - 86_400) { try? manager.removeItem(atPath: folder + "/" + name) }
        }
        let draft = Token.random(bytes: 12)
        try manager.createDirectory(
            atPath: folder + "/" + draft, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        for (number, file) in files.enumerated() {
            try manager.moveItem(atPath: file.path, toPath: "\(folder)/\(draft)/\(number)~\(Self.safe(file.name))")
        }
        return draft
    }

    /// The files of a draft, in the order they were sent; nil where there is no such draft (any more).
    func files(_ draft: String) -> [String]? {
        guard Token.bytes(base64URL: draft)?.count == 12,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + draft)
        else { return nil }
        return names.sorted { $0.localizedStandardCompare($1) == .orderedAscending }.map { "\(folder)/\(draft)/\($0)" }
    }

    func remove(_ draft: String) {
        guard Token.bytes(base64URL: draft)?.count == 12 else { return }
        try? FileManager.default.removeItem(atPath: folder + "/" + draft)
    }

    /// What people called a file.
    static func name(_ path: String) -> String {
        let last = path.split(separator: "/").last ?? ""
        return String(last.split(separator: "~", maxSplits: 1).last ?? last)
    }

    /// Only letters, digits, dots, hyphens and underscores, so that the kind can still be told by the end.
    private static func safe(_ name: String) -> String {
        let kept = name.suffix(100).map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" }
        return kept.isEmpty ? "file" : String(kept)
    }
}

/// Does something that computes for long without holding up those who wait for other things.
func aside<Value: Sendable>(_ body: @Sendable @escaping () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global(qos: .utility).async { continuation.resume(with: Result { try body() }) }
    }
}
