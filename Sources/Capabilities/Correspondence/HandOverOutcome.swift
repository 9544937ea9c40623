public import Centre

/// What became of a hand-over; kit Post has a type of the same name for single recipients.
public typealias HandOverOutcome = DeliveryOutcome
