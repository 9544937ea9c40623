internal import Centre
internal import Foundation

/// Reads an uploaded file piece by piece into the vault, so that a large one never lies in memory.
func copy(_ path: String, to writer: VaultWriter) async throws {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? handle.close() }
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty {
        try writer.write(piece)
        await Task.yield()
    }
}
