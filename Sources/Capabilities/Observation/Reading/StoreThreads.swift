internal import Dispatch
internal import Foundation
internal import Synchronization

/// A few threads of their own for questions to the store. They read files and fold millions of rows; on the threads that answer requests
/// they would make every other page wait. They run at a lower priority than those.
final class StoreThreads: TaskExecutor {
    private let queue = Queue()

    /// - Parameter count: how many questions are worked on at a time
    init(count: Int) {
        for number in 0..<max(1, count) {
            let thread = Thread { [queue] in queue.serve() }
            thread.name = "keshik.store.\(number)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    deinit { queue.end() }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        queue.add { job.runSynchronously(on: executor) }
    }

    /// What waits to be done. The threads hold it, and not the executor, so that the executor can end.
    private final class Queue: Sendable {
        private struct State {
            var waiting: [@Sendable () -> Void] = []
            var next = 0
            var hasEnded = false
        }

        private let state = Mutex(State())
        private let signal = DispatchSemaphore(value: 0)

        func add(_ work: @escaping @Sendable () -> Void) {
            state.withLock { $0.waiting.append(work) }
            signal.signal()
        }

        func end() {
            state.withLock { $0.hasEnded = true }
            signal.signal()
        }

        func serve() {
            // On Linux the priority of the calling thread alone.
            _ = setpriority(__priority_which_t(UInt32(PRIO_PROCESS.rawValue)), 0, 5)
            while true {
                signal.wait()
                let work: (@Sendable () -> Void)? = state.withLock { state in
                    guard state.next < state.waiting.count else { return nil }
                    let work = state.waiting[state.next]
                    state.next += 1
                    if state.next == state.waiting.count {
                        state.waiting.removeAll(keepingCapacity: true)
                        state.next = 0
                    }
                    return work
                }
                if let work {
                    work()
                } else if state.withLock({ $0.hasEnded }) {
                    // The next thread ends as well.
                    signal.signal()
                    return
                }
            }
        }
    }
}
