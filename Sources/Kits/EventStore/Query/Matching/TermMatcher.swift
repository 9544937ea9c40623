internal import Events
internal import Vocabulary

/// A claim about one field, prepared so that it can be asked of many values. Values are asked once per distinct value, not per row.
struct TermMatcher: Sendable {
    /// Whether only the presence of a value matters.
    let asksPresence: Bool
    let forms: [Form]
    let comparison: QueryField.Comparison
    /// Whether values are single addresses in their canonical form, so that equal addresses are equal texts.
    let holdsOnlyAddresses: Bool

    /// A pattern in the forms that the kinds of values are compared with.
    struct Form: Sendable {
        var pattern: QueryPattern
        /// Lower-case bytes of a text, or of each piece.
        var pieces: [[UInt8]] = []
        /// What a text says as a number, a truth value, a moment: columns of providers hold anything.
        var number: Double?
        var integer: Int64?
        var flag: Bool?
        var moment: Int64?
        var marking: TLP?
    }

    /// - Parameter ownerIDs: The register's identifiers of the owners that a text names.
    init(_ term: QueryTerm, ownerIDs: (String) -> [String]) {
        comparison = term.field.comparison
        holdsOnlyAddresses = term.field.kind == .address
        guard case .matches(let patterns) = term.test else {
            asksPresence = true
            forms = []
            return
        }
        asksPresence = false
        var forms: [Form] = []
        for pattern in patterns {
            if case .owner = term.field.comparison, case .text(let name) = pattern {
                let identifiers = ownerIDs(name)
                // An owner that has left the register is still found by its identifier.
                forms += (identifiers.isEmpty ? [name] : identifiers).map { Self.form(.text($0)) }
            } else {
                forms.append(Self.form(pattern))
            }
        }
        self.forms = forms
    }

    private static func form(_ pattern: QueryPattern) -> Form {
        var form = Form(pattern: pattern)
        switch pattern {
        case .text(let text):
            form.pieces = [text.utf8.map(ASCIIText.lowered)]
            form.number = Double(text)
            form.integer = Int64(text)
            form.flag = ["true": true, "false": false][text.lowercased()]
            form.moment = Instant(text)?.microseconds
            form.marking = TLP(text)
        case .pieces(let pieces): form.pieces = pieces.map { $0.utf8.map(ASCIIText.lowered) }
        case .network(let network) where network.length == (network.isIPv4 ? 32 : 128):
            form.pieces = [Array(network.address.description.utf8)]
        case .integers, .numbers, .network, .addresses, .instants, .boolean: break
        }
        return form
    }

    /// Whether a text, address, network or JSON value fits.
    func matches(bytes: UnsafeRawBufferPointer) -> Bool {
        if asksPresence { return true }
        if case .element = comparison { return ASCIIText.elements(of: bytes) { element in forms.contains { matches($0, element) } } }
        return forms.contains { matches($0, bytes) }
    }

    func matches(_ form: Form, _ bytes: UnsafeRawBufferPointer) -> Bool {
        switch form.pattern {
        case .text:
            switch comparison {
            case .domain: return ASCIIText.isName(bytes, atOrBelow: form.pieces[0])
            case .marking: return form.marking.map { $0 == TLP(ascii: bytes) } ?? false
            case .whole, .element, .owner, .first: return ASCIIText.equal(bytes, form.pieces[0])
            }
        case .pieces: return ASCIIText.fits(bytes, pieces: form.pieces)
        case .network(let network):
            if let whole = form.pieces.first, ASCIIText.equal(bytes, whole) { return true }
            if let address = IPAddress(ascii: bytes) { return network.contains(address) }
            return IPPrefix(ascii: bytes).map { network.contains($0) } ?? false
        case .addresses(let range):
            guard let address = IPAddress(ascii: bytes) else { return false }
            return address.isIPv4 == range.lowerBound.isIPv4 && range.contains(address)
        case .numbers(let range): return Double(String(decoding: bytes, as: UTF8.self)).map { range.contains($0) } ?? false
        case .integers(let range): return Int64(String(decoding: bytes, as: UTF8.self)).map { range.contains($0) } ?? false
        case .instants, .boolean: return false
        }
    }

    /// Whether a whole number fits.
    func matches(integer: Int64) -> Bool {
        asksPresence
            || forms.contains { form in
                switch form.pattern {
                case .integers(let range): range.contains(integer)
                case .numbers(let range): range.contains(Double(integer))
                case .text: form.integer == integer || form.number == Double(integer)
                case .pieces: fits(String(integer), form)
                case .network, .addresses, .instants, .boolean: false
                }
            }
    }

    /// Whether a number fits.
    func matches(real: Double) -> Bool {
        asksPresence
            || forms.contains { form in
                switch form.pattern {
                case .numbers(let range): range.contains(real)
                case .text: form.number == real
                case .pieces: fits(String(real), form)
                case .integers, .network, .addresses, .instants, .boolean: false
                }
            }
    }

    /// Whether a truth value fits.
    func matches(boolean: Bool) -> Bool {
        asksPresence
            || forms.contains { form in
                switch form.pattern {
                case .boolean(let flag): flag == boolean
                case .text: form.flag == boolean
                case .integers, .numbers, .pieces, .network, .addresses, .instants: false
                }
            }
    }

    /// Whether a moment fits, in microseconds since 1970.
    func matches(time: Int64) -> Bool {
        asksPresence
            || forms.contains { form in
                switch form.pattern {
                case .instants(let range): range.contains(time)
                case .text: form.moment == time
                case .pieces: fits(Instant(microseconds: time).iso8601, form)
                case .integers, .numbers, .network, .addresses, .boolean: false
                }
            }
    }

    /// Whether a value of any kind fits.
    func matches(_ value: Value) -> Bool {
        switch value {
        case .text(var text), .json(var text): text.withUTF8 { matches(bytes: UnsafeRawBufferPointer($0)) }
        case .integer(let number): matches(integer: number)
        case .real(let number): matches(real: number)
        case .boolean(let flag): matches(boolean: flag)
        case .time(let moment): matches(time: moment)
        }
    }

    private func fits(_ text: String, _ form: Form) -> Bool {
        var text = text
        return text.withUTF8 { ASCIIText.fits(UnsafeRawBufferPointer($0), pieces: form.pieces) }
    }

    /// The one address that is asked for, as the text it is kept as; nil where more are.
    var soleAddress: String? {
        guard forms.count == 1, case .network(let network) = forms[0].pattern, !forms[0].pieces.isEmpty else { return nil }
        return network.address.description
    }

    /// What every text that fits begins with, where that is known of addresses kept as text.
    var addressPrefix: String? {
        guard forms.count == 1 else { return nil }
        let range: ClosedRange<IPAddress>
        switch forms[0].pattern {
        case .network(let network): range = network.range
        case .addresses(let addresses): range = addresses
        default: return nil
        }
        // RFC 5952 shortens IPv6 texts, so that neighbours need not begin alike.
        guard range.lowerBound.isIPv4, case .network = forms[0].pattern else {
            return range.lowerBound == range.upperBound ? range.lowerBound.description : nil
        }
        let pair = zip(range.lowerBound.description.utf8, range.upperBound.description.utf8)
        let common = pair.prefix { $0 == $1 }.map(\.0)
        return common.isEmpty ? nil : String(decoding: common, as: UTF8.self)
    }

    /// Whether all, none or perhaps some of the values between two bounds fit; for whole numbers and moments.
    func verdict(between minimum: Int64, and maximum: Int64, isTime: Bool) -> Verdict {
        if asksPresence { return .all }
        var touched = false
        for form in forms {
            switch form.pattern {
            case .integers(let range) where !isTime:
                if range.contains(minimum) && range.contains(maximum) { return .all }
                touched = touched || range.overlaps(minimum...maximum)
            case .instants(let range) where isTime:
                if range.contains(minimum) && range.contains(maximum) { return .all }
                touched = touched || (range.lowerBound <= maximum && range.upperBound > minimum)
            default: touched = true
            }
        }
        return touched ? .some : .none
    }

    /// How many of several values fit.
    enum Verdict: Sendable { case none, some, all }
}
