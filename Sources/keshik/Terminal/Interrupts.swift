@preconcurrency import Dispatch
import Glibc

/// Ctrl-C and termination as a wish to stop; a second Ctrl-C ends the program at once, as it would without this.
final class Interrupts: Sendable {
    private let sources: [any DispatchSourceSignal]

    init(_ stop: @escaping @Sendable () -> Void) {
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                Terminal.note("stopping after the pieces under way; once more to stop at once")
                signal(number, SIG_DFL)
                stop()
            }
            source.resume()
            return source
        }
    }

    /// Signals do again what they did before.
    func end() {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
