internal import Centre
internal import Synchronization

/// Hands what a synchronous reading of the store gives to a stream, in pieces, and lets the reading wait where the receiver is slow: an
/// export of millions of rows takes the memory of a few pieces.
enum Pieces {
    private static let pieceBytes = 1 << 16
    /// Pieces that may wait.
    private static let room = 8

    /// - Parameter produce: called on a thread of the store with a function that takes text and is false once nobody reads any more
    static func stream(
        into writer: StreamWriter, _ reader: StoreReader, _ produce: @escaping @Sendable ((String) -> Bool) async throws -> Void
    ) async throws {
        let (pieces, source) = AsyncThrowingStream.makeStream(of: [UInt8].self)
        let gate = Gate(room: room)
        let work = Task {
            do {
                try await reader.reading {
                    var buffer: [UInt8] = []
                    func pass() -> Bool {
                        guard gate.enter() else { return false }
                        source.yield(buffer)
                        buffer.removeAll(keepingCapacity: true)
                        return true
                    }
                    try await produce { text in
                        buffer += text.utf8
                        return buffer.count < pieceBytes || pass()
                    }
                    if !buffer.isEmpty { _ = pass() }
                }
                source.finish()
            } catch {
                source.finish(throwing: error)
            }
        }
        defer {
            gate.close()
            work.cancel()
        }
        for try await piece in pieces {
            try await writer.write(piece)
            gate.leave()
        }
    }
}
