internal import Centre

/// What became of a hand-over, named here because the kit `Post` has a type of the same name.
typealias HandOverOutcome = DeliveryOutcome

extension DeliveryOutcome {
    /// A server's words often repeat the address.
    func withoutAddress(_ address: String) -> DeliveryOutcome {
        func clean(_ text: String) -> String { text.replacing(address, with: "(reporter)") }
        return switch self {
        case .accepted(let receipt): .accepted(receipt: clean(receipt))
        case .refused(let reason): .refused(reason: clean(reason))
        case .later(let reason, let moment): .later(reason: clean(reason), notBefore: moment)
        case .unknown(let reason): .unknown(reason: clean(reason))
        }
    }
}
