/// How a dispatch stands.
public enum DeliveryState: String, Sendable, Hashable, CaseIterable {
    /// Somebody must approve it.
    case awaitingApproval
    /// It will be taken to its channel.
    case planned
    /// A process has it; nothing was handed over yet.
    case underway
    /// It is being handed over, or was when a process ended: only here can there be doubt whether it arrived.
    case handedOver
    /// The channel could not take it now; it will be tried again.
    case postponed
    /// The other side has it.
    case accepted
    /// The other side does not want it, or it was tried for too long.
    case refused
    /// It may have arrived, nobody can tell, and sending it again would show: a person decides.
    case doubtful
    /// It was accepted and came back later, as a bounce.
    case returned
    /// Somebody called it off before it left.
    case withdrawn
    /// It was written down and goes nowhere, because this is an exercise.
    case recorded

    /// True where nothing more happens by itself.
    public var isSettled: Bool {
        switch self {
        case .accepted, .refused, .returned, .withdrawn, .recorded: true
        case .awaitingApproval, .planned, .underway, .handedOver, .postponed, .doubtful: false
        }
    }

    /// The state after an event, `nil` where the event cannot happen in this state.
    public func after(_ event: DeliveryEvent) -> DeliveryState? {
        switch (self, event) {
        case (.awaitingApproval, .approved): .planned
        case (.awaitingApproval, .withdrawn), (.planned, .withdrawn), (.postponed, .withdrawn), (.doubtful, .withdrawn): .withdrawn
        case (.planned, .taken), (.postponed, .taken), (.underway, .taken), (.handedOver, .taken): .underway
        case (.underway, .handedOver): .handedOver
        case (.underway, .accepted), (.handedOver, .accepted), (.doubtful, .accepted): .accepted
        case (.underway, .refused), (.handedOver, .refused): .refused
        case (.underway, .postponed), (.handedOver, .postponed): .postponed
        case (.underway, .doubted), (.handedOver, .doubted): .doubtful
        case (.doubtful, .sentAgain): .planned
        case (.accepted, .returned): .returned
        case (.planned, .recordedOnly), (.underway, .recordedOnly): .recorded
        default: nil
        }
    }
}

/// What can happen to a dispatch.
public enum DeliveryEvent: String, Sendable, Hashable, CaseIterable {
    /// Somebody who may agreed.
    case approved
    /// Somebody called it off.
    case withdrawn
    /// A process took it to bring it out.
    case taken
    /// The hand-over begins.
    case handedOver
    /// The channel, or a person who looked, says that it arrived.
    case accepted
    /// The channel says that it never will.
    case refused
    /// The channel says later.
    case postponed
    /// Nobody can tell.
    case doubted
    /// A person wants it sent again in spite of the doubt.
    case sentAgain
    /// It came back.
    case returned
    /// It was written down as part of an exercise.
    case recordedOnly
}
