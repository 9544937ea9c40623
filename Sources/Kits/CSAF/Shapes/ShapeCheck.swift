/// A place where a document does not look as its schema asks.
struct ShapeProblem: Sendable {
    let value: JSONValue
    let message: String
}

/// Looks at a document through its shapes, in one pass.
struct ShapeCheck {
    private let table: ShapeTable
    private let oneOfScores: [String: Int]
    private let score4: Int?
    /// Where the document does not look as it should.
    private(set) var problems: [ShapeProblem] = []
    /// Members that no schema knows, wherever they are allowed.
    private(set) var unknownMembers: [JSONValue] = []
    /// Moments that are not written as CSAF 2.1 wants them, or are none.
    private(set) var irregularMoments: [JSONValue] = []
    /// Problems beyond this are not told one by one.
    private static let limit = 1000

    init(_ table: ShapeTable) {
        self.table = table
        oneOfScores = table.names.filter { $0.key == "cvss-3.0" || $0.key == "cvss-3.1" || $0.key == "cvss-3" }
        score4 = table.names["cvss-4.0"]
    }

    /// Checks a document against the shape of that name.
    static func check(_ value: JSONValue, _ name: String = "root", in table: ShapeTable) -> ShapeCheck {
        var check = ShapeCheck(table)
        check.check(value, table[name])
        return check
    }

    /// Checks a value against a shape.
    static func check(_ value: JSONValue, _ shape: Shape, in table: ShapeTable) -> ShapeCheck {
        var check = ShapeCheck(table)
        check.check(value, shape)
        return check
    }

    private mutating func report(_ value: JSONValue, _ message: @autoclosure () -> String) {
        if problems.count < Self.limit { problems.append(ShapeProblem(value: value, message: message())) }
    }

    private mutating func check(_ value: JSONValue, _ shape: Shape) {
        switch shape {
        case .anything: break
        case .named(let place):
            if place == oneOfScores["cvss-3"] {
                checkScore3(value)
            } else {
                check(value, table.shapes[place])
                if place == score4 { checkScore4(value) }
            }
        case .text(let form):
            guard value.kind == .text else { return report(value, "must be a text, not \(value.kind.name)") }
            if form == .moment { return checkMoment(value) }
            let fits: Bool
            if value.node.flags.contains(.escapedText) {
                var text = value.text ?? ""
                fits = text.withUTF8 { form.matches(UnsafeRawBufferPointer($0)) }
            } else {
                fits = value.withRaw { form.matches($0) }
            }
            if !fits { report(value, "must be \(form.description)") }
        case .choice(let words):
            guard value.kind == .text else { return report(value, "must be a text, not \(value.kind.name)") }
            let isOne = value.withRaw { bytes in words.contains { $0.utf8.elementsEqual(bytes) } }
            if !isOne, !words.contains(value.text ?? "") {
                report(value, words.count == 1 ? "must be \(words[0])" : "must be one of \(words.joined(separator: ", "))")
            }
        case .number(let minimum, let maximum):
            guard let number = value.number else { return report(value, "must be a number, not \(value.kind.name)") }
            if !(minimum...maximum ~= number) { report(value, "must be from \(minimum) to \(maximum)") }
        case .flag:
            if value.flag == nil { report(value, "must be true or false, not \(value.kind.name)") }
        case .list(let rule): checkList(value, rule)
        case .object(let rule): checkObject(value, rule)
        }
    }

    private mutating func checkMoment(_ value: JSONValue) {
        let moment = value.text.flatMap(Timestamp.init)
        if moment == nil { report(value, "must be \(StringForm.moment.description)") }
        if moment.map({ !$0.isStrict || $0.isLeapSecond }) ?? true { irregularMoments.append(value) }
    }

    private mutating func checkList(_ value: JSONValue, _ rule: Shape.ListRule) {
        guard value.isArray else { return report(value, "must be a list, not \(value.kind.name)") }
        if value.count < rule.minimum { report(value, "must have at least \(rule.minimum) \(rule.minimum == 1 ? "element" : "elements")") }
        for child in value.children { check(child, rule.item) }
        guard rule.isSet, value.count > 1 else { return }
        var seen: Set<String> = []
        for child in value.children {
            let key = child.kind == .text ? child.text ?? "" : child.canonical
            if !seen.insert(key).inserted { report(child, "stands in the list already; each element may stand once") }
        }
    }

    private mutating func checkObject(_ value: JSONValue, _ rule: Shape.ObjectRule) {
        guard value.isObject else { return report(value, "must be an object, not \(value.kind.name)") }
        if rule.minimum == rule.maximum, value.count != rule.minimum {
            report(value, "must have exactly \(rule.minimum) members")
        } else if value.count < rule.minimum {
            report(value, "must have at least \(rule.minimum) \(rule.minimum == 1 ? "member" : "members")")
        }
        var found: UInt64 = 0
        // Members are mostly sorted in the table and in documents: the search goes on where the last one ended.
        var cursor = 0
        for child in value.children {
            var place: Int?
            child.withKeyBytes { bytes in
                for step in 0..<rule.members.count {
                    let candidate = cursor + step < rule.members.count ? cursor + step : cursor + step - rule.members.count
                    if Self.same(rule.members[candidate].name, bytes) {
                        place = candidate
                        return
                    }
                }
            }
            guard let place else {
                guard !rule.isFree else { continue }
                unknownMembers.append(child)
                if rule.isClosed { report(child, "is no member that CSAF knows here") }
                continue
            }
            cursor = place + 1 == rule.members.count ? 0 : place + 1
            if place < 64 { found |= 1 << UInt64(place) }
            check(child, rule.members[place].shape)
        }
        for (place, member) in rule.members.enumerated() where member.isRequired && place < 64 && found & (1 << UInt64(place)) == 0 {
            report(value, "the member \(member.name) is missing")
        }
    }

    private static func same(_ name: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
        guard name.utf8.count == bytes.count else { return false }
        return name.utf8.elementsEqual(bytes)
    }

    /// CVSS 3.0 or 3.1, as its version says.
    private mutating func checkScore3(_ value: JSONValue) {
        let name = value["version"]?.isText("3.0") == true ? "cvss-3.0" : "cvss-3.1"
        if let place = oneOfScores[name] { check(value, table.shapes[place]) }
    }

    /// In 4.0 the schema itself binds the severity to the score.
    private mutating func checkScore4(_ value: JSONValue) {
        guard let score = value["baseScore"], let number = score.number, let severity = value["baseSeverity"]?.text else { return }
        let tenths = number * 10
        if (tenths - tenths.rounded()).magnitude > 1e-9 { report(score, "must have no more than one decimal") }
        let expected = CVSSSeverity(score: number).rawValue
        if CVSSSeverity(rawValue: severity) != nil, severity != expected {
            report(score, "and the severity \(severity) do not go together; \(score.raw) is \(expected)")
        }
    }
}

extension JSONValue {
    /// The name of the member as bytes, its escapes resolved.
    func withKeyBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
        let node = node
        if node.flags.contains(.escapedKey) {
            var key = key ?? ""
            key.withUTF8 { body(UnsafeRawBufferPointer($0)) }
        } else {
            tree.bytes.withUnsafeBytes {
                body(UnsafeRawBufferPointer(rebasing: $0[Int(node.key)..<Int(node.key) + Int(node.keyLength)]))
            }
        }
    }
}
