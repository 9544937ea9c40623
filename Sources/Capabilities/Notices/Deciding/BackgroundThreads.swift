internal import Dispatch

/// Where long work on the processor is done, so that pages do not wait for it.
final class BackgroundThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "keshik.notices", qos: .utility, attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        queue.async { job.runSynchronously(on: executor) }
    }
}
