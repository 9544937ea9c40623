/// A file to read, by itself or inside an archive.
public struct SourceFile: Sendable, Hashable {
    /// The path, and for a member of an archive the path within it, for people: `reports.zip/2026-01-02-scan.csv`.
    public var name: String
    /// Bytes of it as it lies on disk, or unpacked for a member of an archive; nil where that is not known (a pipe).
    public var size: Int64?

    /// A file of that name and size.
    public init(name: String, size: Int64? = nil) {
        self.name = name
        self.size = size
    }

    /// The last part of the name without the suffixes of compressed files, by which a feed is recognised.
    public var reportName: String {
        var name = name.split(separator: "/").last.map(String.init) ?? name
        while let dot = name.lastIndex(of: "."), Self.compressionSuffixes.contains(name[dot...].lowercased()) {
            name.removeSubrange(dot...)
        }
        return name
    }

    private static let compressionSuffixes: Set<String> = [".gz", ".gzip", ".zst", ".zstd", ".bz2", ".xz", ".lz4", ".zip"]
}

/// The bytes of one report, whatever they are packed in: a plain file, standard input, memory, gzip, zstd, bzip2, xz, lz4, or a member
/// of a ZIP archive.
///
/// Packing is recognised by content, not by name. A byte order mark is dropped and UTF-16 becomes UTF-8; anything else passes as it is.
/// Plain files are read straight into the caller's buffer. What can be unpacked before an error is passed on before it is thrown.
///
/// Unchecked because it is used by one reader at a time; the stages behind it have no locks.
public final class ByteSource: @unchecked Sendable {
    /// Makes the innermost stage, on first use: a source that waits holds no open file.
    typealias Opening = () throws(SourceError) -> any ByteStage

    /// What is read.
    public let file: SourceFile
    private let limits: UnpackLimits
    private let opening: Opening
    /// Whether bytes may be long in coming, so that what there is must be passed on.
    private let isInteractive: Bool
    private var stage: (any ByteStage)?
    private var failure: SourceError?

    init(file: SourceFile, limits: UnpackLimits, isInteractive: Bool = false, opening: @escaping Opening) {
        self.file = file
        self.limits = limits
        self.isInteractive = isInteractive
        self.opening = opening
    }

    /// See ``SourceFile/name``.
    public var name: String { file.name }

    /// Bytes that ``consumedBytes`` will have reached at the end; nil for a pipe.
    public var totalBytes: Int64? { file.size }

    /// Bytes taken from the file so far, compressed as they are; for a member of an archive bytes unpacked.
    public var consumedBytes: Int64 { stage?.consumedBytes ?? 0 }

    /// Fills the buffer, at least four bytes long, from its start as far as there are bytes; a pipe or terminal gives what it has.
    /// - Returns: the number of bytes, 0 at the end.
    /// - Throws: after everything readable was returned.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceError) -> Int {
        if let failure { throw failure }
        var count = 0
        do throws(SourceError) {
            let stage = try opened()
            // UTF-16 may need four bytes of room for one character.
            while buffer.count - count >= 4 || count == 0 {
                let step = try stage.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
                count += step
                if step == 0 || isInteractive { break }
            }
        } catch {
            failure = error
            if count == 0 { throw error }
        }
        return count
    }

    private func opened() throws(SourceError) -> any ByteStage {
        if let stage { return stage }
        let opened = try Self.unpacked(try opening(), name: name, limits: limits)
        stage = opened
        return opened
    }

    /// Adds the stages that the content asks for: unpacking, then UTF-8.
    private static func unpacked(_ origin: any ByteStage, name: String, limits: UnpackLimits) throws(SourceError) -> any ByteStage {
        var stage = origin
        // A report may be packed twice by mistake; more is no report.
        for layer in 0..<3 {
            let head = try HeadStage.head(of: stage, length: ContentKind.headLength)
            switch head.withUnsafeBytes({ ContentKind($0) }) {
            case .plain:
                return try decoded(stage, head: head, name: name)
            case .gzip:
                stage = try GzipStage(HeadStage(head: head, rest: stage), name: name, limits: limits)
            case .filtered:
                stage = try FilterStage(HeadStage(head: head, rest: stage), name: name, limits: limits)
            case .zip:
                throw .unsupported(name: name, what: layer == 0 ? "a ZIP archive" : "a ZIP archive inside compressed data")
            case .unsupported(let what):
                throw .unsupported(name: name, what: what)
            }
        }
        throw .unsupported(name: name, what: "compressed more than twice over")
    }

    private static func decoded(_ stage: any ByteStage, head: [UInt8], name: String) throws(SourceError) -> any ByteStage {
        switch head.withUnsafeBytes({ ContentEncoding($0) }) {
        case .bytes(let mark): HeadStage(head: head, dropping: mark, rest: stage)
        case .utf16(let isBigEndian, let mark): UTF16Stage(HeadStage(head: head, dropping: mark, rest: stage), isBigEndian: isBigEndian)
        case .utf32: throw .unsupported(name: name, what: "UTF-32 text, which is not read (convert it to UTF-8)")
        }
    }
}
