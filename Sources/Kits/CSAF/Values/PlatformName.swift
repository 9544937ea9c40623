/// A name of the Common Platform Enumeration: CPE 2.3 formatted string or CPE 2.2 URI (NIST IR 7695), with matching (NIST IR 7696).
public struct PlatformName: Hashable, Sendable {
    /// The attributes in their order: part, vendor, product, version, update, edition, language, software edition, target software, target
    /// hardware, other.
    public let attributes: [Attribute]

    /// The number of attributes of a whole name.
    public static let attributeCount = 11

    /// What an attribute says.
    public enum Attribute: Hashable, Sendable {
        /// Anything (`*`).
        case any
        /// Does not apply (`-`).
        case notApplicable
        /// A value in lower case; `*` and `?` in it stand for characters where they are not quoted with `\`.
        case value(String)
    }

    /// Reads a name; `nil` where the text is none.
    public init?(_ text: String) {
        guard StringForm.isPlatformName(Array(text.utf8)) else { return nil }
        if text.hasPrefix("cpe:2.3:") {
            attributes = Self.split(text.dropFirst(8)).map { part in
                part == "*" ? .any : part == "-" ? .notApplicable : .value(Self.simplified(part.lowercased()))
            }
        } else {
            var attributes: [Attribute] = []
            for part in text.dropFirst(5).split(separator: ":", omittingEmptySubsequences: false) {
                if attributes.count == 5, part.hasPrefix("~") {
                    // The edition of a 2.2 name can carry the four attributes that 2.3 added.
                    let packed = part.dropFirst().split(separator: "~", omittingEmptySubsequences: false)
                    attributes.append(Self.unbound(packed.first ?? ""))
                    attributes.append(.any)
                    attributes += packed.dropFirst().prefix(4).map(Self.unbound)
                    attributes += repeatElement(.any, count: Swift.max(0, Self.attributeCount - attributes.count))
                } else if attributes.count == Self.attributeCount {
                    // The language, which stands behind the edition in 2.2 and before what was packed into it in 2.3.
                    attributes[6] = Self.unbound(part)
                } else {
                    attributes.append(Self.unbound(part))
                }
            }
            self.attributes = attributes + repeatElement(.any, count: Swift.max(0, Self.attributeCount - attributes.count))
        }
    }

    /// The attribute at its place; anything where the name ends earlier.
    public subscript(_ part: Part) -> Attribute { attributes.indices.contains(part.rawValue) ? attributes[part.rawValue] : .any }

    /// The attributes by name.
    public enum Part: Int, CaseIterable, Sendable {
        /// `a` application, `o` operating system, `h` hardware.
        case part
        /// Who makes it.
        case vendor
        /// What it is called.
        case product
        /// Its version.
        case version
        /// Its update or patch level.
        case update
        /// Its edition (of 2.2).
        case edition
        /// The language of its surface.
        case language
        /// Its edition for a market.
        case softwareEdition
        /// The software it runs on.
        case targetSoftware
        /// The hardware it runs on.
        case targetHardware
        /// Anything else.
        case other
    }

    /// True if everything this name means is meant by `pattern` too.
    public func matches(_ pattern: PlatformName) -> Bool {
        zip(attributes, pattern.attributes).allSatisfy { own, wanted in
            switch (own, wanted) {
            case (_, .any): true
            case (.notApplicable, .notApplicable): true
            case (.value(let own), .value(let wanted)): Self.fits(own, wanted)
            default: false
            }
        }
    }

    /// Splits at colons that are not quoted.
    private static func split(_ text: Substring) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if isQuoted {
                parts[parts.count - 1].append("\\")
                parts[parts.count - 1].append(character)
                isQuoted = false
            } else if character == "\\" {
                isQuoted = true
            } else if character == ":" {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }

    /// Quotation is kept for what would stand for other characters, and taken from the rest.
    private static func simplified(_ text: String) -> String {
        var out = ""
        var isQuoted = false
        for character in text {
            if isQuoted {
                out += "*?\\".contains(character) ? "\\" + String(character) : String(character)
                isQuoted = false
            } else if character == "\\" {
                isQuoted = true
            } else {
                out.append(character)
            }
        }
        return out
    }

    /// An attribute of a 2.2 URI (IR 7695 §6.1.3.2).
    private static func unbound(_ part: Substring) -> Attribute {
        if part.isEmpty { return .any }
        if part == "-" { return .notApplicable }
        var out = ""
        var rest = part.lowercased()[...]
        while let character = rest.popFirst() {
            guard character == "%", rest.count >= 2, let code = UInt8(rest.prefix(2), radix: 16) else {
                out.append(character)
                continue
            }
            rest = rest.dropFirst(2)
            switch code {
            case 1: out += "?"
            case 2: out += "*"
            default:
                let plain = Character(Unicode.Scalar(code))
                out += "*?\\".contains(plain) ? "\\" + String(plain) : String(plain)
            }
        }
        return .value(out)
    }

    private static func fits(_ text: String, _ pattern: String) -> Bool {
        WildcardPattern(pattern).matches(text.filter { $0 != "\\" })
    }
}

/// A text in which `*` stands for any characters and `?` for one, unless `\` quotes them.
public struct WildcardPattern: Hashable, Sendable {
    private enum Step: Hashable {
        case character(Character)
        case one
        case several
    }

    private let steps: [Step]

    /// Reads a pattern, as CSAF writes model numbers, serial numbers and stock keeping units.
    public init(_ text: String) {
        var steps: [Step] = []
        var isQuoted = false
        for character in text {
            if isQuoted {
                steps.append(.character(character))
                isQuoted = false
            } else {
                switch character {
                case "\\": isQuoted = true
                case "*": steps.append(.several)
                case "?": steps.append(.one)
                default: steps.append(.character(character))
                }
            }
        }
        self.steps = steps
    }

    /// How many unquoted stars there are.
    public var starCount: Int { steps.count { $0 == .several } }

    /// True if `text` is one of those the pattern means.
    public func matches(_ text: String) -> Bool {
        let text = Array(text)
        var (at, step) = (0, 0)
        var lastStar: (step: Int, at: Int)?
        while at < text.count {
            if step < steps.count, steps[step] == .one || steps[step] == .character(text[at]) {
                at += 1
                step += 1
            } else if step < steps.count, steps[step] == .several {
                lastStar = (step, at)
                step += 1
            } else if let star = lastStar {
                step = star.step + 1
                at = star.at + 1
                lastStar = (star.step, at)
            } else {
                return false
            }
        }
        return steps[step...].allSatisfy { $0 == .several }
    }
}
