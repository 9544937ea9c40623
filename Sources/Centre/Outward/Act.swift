/// What the centre may do towards the outside. There is nothing else: no act stops, closes, filters or blocks anyone, and no code could.
public enum Act: String, CaseIterable, Sendable, Hashable, Codable {
    /// Telling the owner of a network or a website what was seen there.
    case inform
    /// Saying how something can be mended or made safer.
    case recommend
    /// Telling many of a danger in time.
    case warn
    /// Helping somebody who asked for it.
    case assist
    /// Giving to and taking from other teams what both need, under TLP.
    case exchange
    /// Handing a complete, lawful file to law enforcement.
    case refer
    /// Making something public.
    case publish
}
