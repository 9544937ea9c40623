internal import Foundation

/// A file on the disk, piece by piece.
enum FilePieces {
    static func each(of path: String, _ take: ([UInt8]) throws -> Void) throws {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty { try take(Array(piece)) }
    }
}
