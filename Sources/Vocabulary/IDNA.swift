internal import CIDN2

/// International domain names through libidn2 (IDNA2008 with UTS #46).
enum IDNA {
    /// The ASCII form of a name; `nil` where IDNA allows none.
    static func ascii(_ name: String) -> String? {
        var result: UnsafeMutablePointer<CChar>?
        guard keshik_idn2_to_ascii(name, &result) == keshik_idn2_ok, let result else { return nil }
        defer { idn2_free(result) }
        return String(cString: result)
    }

    /// The Unicode form of an ASCII name; `nil` where a label does not decode.
    static func unicode(_ name: String) -> String? {
        var result: UnsafeMutablePointer<CChar>?
        guard keshik_idn2_to_unicode(name, &result) == keshik_idn2_ok, let result else { return nil }
        defer { idn2_free(result) }
        return String(cString: result)
    }
}
