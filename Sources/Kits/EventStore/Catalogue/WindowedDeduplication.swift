public import Events
internal import Synchronization

/// Drops events that equal one seen shortly before, as IntelMQ's deduplicator does. Findings fold duplicates anyway and forget nothing;
/// this exists for those who want the same events out of Keshik as out of IntelMQ.
///
/// An event passes if none with the same key passed within the window before it. The memory is bounded: when it is full, the oldest keys
/// are forgotten early, which lets a duplicate pass rather than dropping an event that is none.
public final class WindowedDeduplication: Sendable {
    /// Which fields make the key.
    public enum Key: Sendable, Hashable {
        /// These (IntelMQ's `whitelist`).
        case only([FieldKey])
        /// All but these (IntelMQ's `blacklist`, whose default is `time.observation`; `raw` is not a field here).
        case allBut([FieldKey])
    }

    private struct Memory {
        /// When each key last passed; two generations, so that forgetting is cheap.
        var current: [KeyHash: Int64] = [:]
        var previous: [KeyHash: Int64] = [:]
        var forgottenEarly = 0
    }

    private let key: Key
    private let window: Int64
    private let capacity: Int
    private let memory = Mutex(Memory())

    /// - Parameters:
    ///   - window: Seconds; IntelMQ's default is a day.
    ///   - capacity: Keys remembered at most, 40 bytes or so each.
    public init(key: Key = .allBut([.idf(.timeObservation)]), window: Int64 = 86_400, capacity: Int = 4_000_000) {
        self.key = key
        self.window = max(1, window) * 1_000_000
        self.capacity = max(2, capacity)
    }

    /// How many keys were forgotten before their time because the memory was full.
    public var forgottenEarly: Int { memory.withLock { $0.forgottenEarly } }

    /// Removes from a batch what passed within the window before `now`, and what stands in it twice. Gives the number of events removed.
    /// - Parameter now: When the batch was received, microseconds since 1970 UTC.
    @discardableResult
    public func apply(to batch: EventBatch, now: Int64) -> Int {
        let keys = keys(of: batch)
        let keep = memory.withLock { memory in
            keys.map { key in
                if let passed = memory.current[key] ?? memory.previous[key], now - passed < window { return false }
                if memory.current.count >= capacity / 2 { turn(&memory, now: now) }
                memory.current[key] = now
                return true
            }
        }
        batch.filter(keep)
        return keep.count { !$0 }
    }

    /// Forgets the older generation.
    private func turn(_ memory: inout Memory, now: Int64) {
        memory.forgottenEarly += memory.previous.count { now - $0.value < window }
        memory.previous = memory.current
        memory.current = [:]
        memory.current.reserveCapacity(memory.previous.count)
    }

    private func keys(of batch: EventBatch) -> [KeyHash] {
        let columns = batch.columns.filter { column in
            switch key {
            case .only(let keys): keys.contains(column.key)
            case .allBut(let keys): !keys.contains(column.key)
            }
        }
        var keys = [KeyHash](repeating: KeyHash(Int64(0)), count: batch.rowCount)
        // By name, because two batches may have their columns in different orders and a column that is empty must not matter.
        for column in columns.sorted(by: { $0.key.name < $1.key.name }) {
            let name = KeyHash(column.key.name)
            let values = BatchKeys.hashes(of: column.values)
            defer { values.deallocate() }
            for row in keys.indices where column.codes[row] != 0 {
                keys[row].absorb(name)
                keys[row].absorb(values[Int(column.codes[row])])
            }
        }
        return keys
    }
}
