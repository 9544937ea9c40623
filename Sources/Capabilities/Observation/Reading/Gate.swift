internal import Foundation

/// Lets a few in at a time; who enters waits on their own thread. Only for threads of the store, which may wait.
///
/// Unchecked because its state is only touched under the condition's lock.
final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var room: Int
    private var isClosed = false

    init(room: Int) { self.room = room }

    /// False once it is closed.
    func enter() -> Bool {
        condition.lock()
        defer { condition.unlock() }
        while room == 0, !isClosed { condition.wait() }
        if isClosed { return false }
        room -= 1
        return true
    }

    func leave() {
        condition.lock()
        room += 1
        condition.signal()
        condition.unlock()
    }

    func close() {
        condition.lock()
        isClosed = true
        condition.broadcast()
        condition.unlock()
    }
}
