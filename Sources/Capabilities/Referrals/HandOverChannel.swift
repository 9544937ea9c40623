internal import Centre
internal import Vocabulary

/// The way to law enforcement: a person carries the bundle, or the answer, there. What this channel does is to release it: until a second person
/// agreed, nobody can take it out of the vault.
struct HandOverChannel: OutwardChannel {
    /// What dispatches name it by.
    static let way = "hand-over"
    let name = HandOverChannel.way
    let acts: Set<Act> = [.refer]
    let repetition = Repetition.harmless

    /// Nothing goes over a wire: the state of the dispatch is the release.
    func deliver(_ dispatch: Dispatch, _ handOver: HandOver) async -> DeliveryOutcome {
        .accepted(receipt: "released for hand-over to \(dispatch.recipient)")
    }

    func wasDelivered(_ id: DispatchID) async -> DeliveryKnowledge { .notDelivered }
}
