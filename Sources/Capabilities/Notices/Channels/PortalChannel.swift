internal import Centre

/// The inbox of owners in the portal. What is handed to it lies in the records already; that it is shown there is an act like any other.
struct PortalChannel: OutwardChannel {
    let name = "portal"
    var acts: Set<Act> { [.inform, .recommend, .warn] }
    var repetition: Repetition { .harmless }
    var atOnce: Int { 2 }

    func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome {
        .accepted(receipt: "in the inbox of \(dispatch.recipient)")
    }

    func wasDelivered(_ id: DispatchID) async -> DeliveryKnowledge { .delivered(receipt: "in the inbox") }
}
