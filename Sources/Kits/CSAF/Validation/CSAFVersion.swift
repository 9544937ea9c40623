/// The versions of the Common Security Advisory Framework (OASIS).
public enum CSAFVersion: String, CaseIterable, Hashable, Sendable, Comparable {
    /// 2.0, of 2022.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case v2_0 = "2.0"
    /// 2.1.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case v2_1 = "2.1"

    /// The older comes first.
    public static func < (left: CSAFVersion, right: CSAFVersion) -> Bool { left.rawValue < right.rawValue }
}
