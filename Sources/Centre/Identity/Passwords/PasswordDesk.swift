internal import Dispatch

/// Where passwords are hashed: on threads of its own, few at a time, so that a flood of sign-ins takes neither the memory nor the
/// threads that requests run on. Those who come from a known device are served first.
actor PasswordDesk {
    /// Who waits first.
    enum Lane: Sendable { case known, unknown }

    /// Thrown where too many wait already.
    struct Busy: Error {}

    /// How many passwords were hashed or compared since the start; tests see by it that unknown names cost the same.
    private(set) var worked = 0

    let parameters: PasswordHash
    private let limit: Int
    private let atOnce: Int
    private let threads = DispatchQueue(label: "keshik.passwords", attributes: .concurrent)
    private var running = 0
    private var known: [CheckedContinuation<Void, Never>] = []
    private var unknown: [CheckedContinuation<Void, Never>] = []
    /// What a password is compared with where there is no account.
    private var decoy: String?

    /// - Parameters:
    ///   - atOnce: how many are hashed at a time, each with the memory of `parameters`
    ///   - limit: how many may wait in each lane
    init(parameters: PasswordHash = .usual, atOnce: Int = 2, limit: Int = 64) {
        self.parameters = parameters
        self.atOnce = atOnce
        self.limit = limit
    }

    /// The text to be stored for a password.
    func text(of password: String, lane: Lane = .known) async throws -> String {
        try await enter(lane)
        defer { leave() }
        let parameters = parameters
        return try await work { try parameters.text(of: password) }
    }

    /// Whether a password is that of a stored text; without one it takes as long and is false.
    func matches(_ password: String, _ stored: String?, lane: Lane) async throws -> Bool {
        try await enter(lane)
        defer { leave() }
        let parameters = parameters
        if decoy == nil { decoy = try await work { try parameters.text(of: Token.random(bytes: 18)) } }
        guard let text = stored ?? decoy else { return false }
        let isSame = try await work { try PasswordHash.matches(password, text) }
        worked += 1
        return isSame && stored != nil
    }

    private func work<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            threads.async { continuation.resume(with: Result { try body() }) }
        }
    }

    private func enter(_ lane: Lane) async throws {
        if running < atOnce {
            running += 1
            return
        }
        switch lane {
        case .known:
            guard known.count < limit else { throw Busy() }
            await withCheckedContinuation { known.append($0) }
        case .unknown:
            guard unknown.count < limit else { throw Busy() }
            await withCheckedContinuation { unknown.append($0) }
        }
    }

    /// The place goes to the next who waits.
    private func leave() {
        if !known.isEmpty {
            known.removeFirst().resume()
        } else if !unknown.isEmpty {
            unknown.removeFirst().resume()
        } else {
            running -= 1
        }
    }
}
