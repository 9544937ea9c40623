/// One object of a registry's dump: a class, a key, attributes.
struct RegistryObject {
    /// The class: the first attribute's name.
    var kind: String
    /// The first attribute's value.
    var key: String
    /// The line of the first attribute, from 1.
    var line: Int
    /// The other attributes, lower-case names.
    var attributes: [(name: String, value: String)] = []

    /// The first value of an attribute that is not empty.
    func first(_ name: String) -> String? { attributes.first { $0.name == name && !$0.value.isEmpty }?.value }

    /// All values of an attribute.
    func all(_ name: String) -> [String] { attributes.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }
}

/// Cuts the bytes of a dump into objects, however they arrive; objects of other classes cost a look at their first line.
///
/// Text is UTF-8 or, as in RIPE's dumps, ISO 8859-1.
struct RegistryObjectReader {
    private let wanted: Set<String>
    private var rest: [UInt8] = []
    private var line = 0
    private var object: RegistryObject?
    private var isPassing = false

    /// Classes that owners are made of.
    static let usedClasses: Set<String> = ["inetnum", "inet6num", "aut-num", "organisation", "role", "person"]

    /// Classes by which a dump is recognised.
    static let allClasses = usedClasses.union([
        "mntner", "route", "route6", "as-set", "as-block", "domain", "key-cert", "irt", "filter-set", "inet-rtr", "peering-set", "poem",
        "poetic-form", "route-set", "rtr-set",
    ])

    /// A line longer than this is cut: no attribute is that long.
    private static let longestLine = 1 << 16

    init(wanted: Set<String>) {
        self.wanted = wanted
    }

    /// Takes more bytes and gives the objects that are complete.
    mutating func read(_ bytes: some Collection<UInt8>, emit: (RegistryObject) -> Void) {
        for byte in bytes {
            if byte == 0x0A {
                take(rest, emit)
                rest.removeAll(keepingCapacity: true)
            } else if rest.count < Self.longestLine {
                rest.append(byte)
            }
        }
    }

    /// Gives the last object.
    mutating func end(emit: (RegistryObject) -> Void) {
        if !rest.isEmpty { take(rest, emit) }
        rest = []
        close(emit)
    }

    private mutating func close(_ emit: (RegistryObject) -> Void) {
        if let object { emit(object) }
        object = nil
        isPassing = false
    }

    private mutating func take(_ bytes: [UInt8], _ emit: (RegistryObject) -> Void) {
        line += 1
        var bytes = bytes[...]
        while let last = bytes.last, last == 0x0D || last == 0x20 || last == 0x09 { bytes.removeLast() }
        guard let first = bytes.first else { return close(emit) }
        if isPassing || first == 0x23 || first == 0x25 { return }
        if first == 0x20 || first == 0x09 || first == 0x2B {
            // A line that begins with a blank or a plus continues the one before.
            let more = Self.text(bytes.dropFirst())
            if let count = object?.attributes.count, count > 0 {
                object?.attributes[count - 1].value += " " + more
            } else {
                object?.key += " " + more
            }
            return
        }
        guard let colon = bytes.firstIndex(of: 0x3A) else { return }
        let name = String(decoding: bytes[..<colon], as: UTF8.self).lowercased()
        if object == nil {
            guard wanted.contains(name) else {
                isPassing = true
                return
            }
            object = RegistryObject(kind: name, key: Self.text(bytes[(colon + 1)...]), line: line)
        } else {
            object?.attributes.append((name, Self.text(bytes[(colon + 1)...])))
        }
    }

    /// A value without its comment and blanks.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let value = bytes.prefix { $0 != 0x23 }
        let text = String(validating: value, as: UTF8.self) ?? String(String.UnicodeScalarView(value.map { Unicode.Scalar($0) }))
        return text.trimmed
    }
}
