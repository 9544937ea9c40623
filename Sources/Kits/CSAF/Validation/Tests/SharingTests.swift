// TLP and sharing groups.

/// Identifiers of sharing groups with a meaning of their own (CSAF 2.1 §3.2.2.5).
private enum ReservedGroup {
    static let everybody = "ffffffff-ffff-ffff-ffff-ffffffffffff"
    static let nobody = "00000000-0000-0000-0000-000000000000"
    static let everybodyName = "Public"
    static let nobodyName = "No sharing allowed"
}

extension Facts {
    fileprivate var sharingGroup: JSONValue? { document?["distribution"]?["sharing_group"] }
    fileprivate var sharingID: String? { sharingGroup?["id"]?.text }
}

struct PublicGroupNotClear: ConformanceTest {
    let rule = Rule("6.1.38", "A document for the group of everybody is TLP:CLEAR.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.sharingID == ReservedGroup.everybody, facts.tlp != "CLEAR" else { return }
        report.fail(
            facts.document?["distribution"]?["tlp"]?["label"], "the sharing group is everybody, and the label TLP:\(facts.tlp ?? "")")
    }
}

struct ClosedGroupClear: ConformanceTest {
    let rule = Rule("6.1.39", "A document that is TLP:CLEAR has no closed sharing group.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard facts.tlp == "CLEAR", let id = facts.sharingID, id != ReservedGroup.everybody,
            !(id == ReservedGroup.nobody && facts.status == "draft")
        else { return }
        report.fail(facts.sharingGroup?["id"], "the document is TLP:CLEAR; leave the sharing group out")
    }
}

struct ReservedGroupName: ConformanceTest {
    let rule = Rule("6.1.40", "Reserved names of sharing groups stand with their identifiers alone.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        guard let name = facts.sharingGroup?["name"] else { return }
        if name.isText("Public"), facts.sharingID != ReservedGroup.everybody {
            report.fail(name, "“Public” is the name of the group \(ReservedGroup.everybody) alone")
        }
        if name.isText("No sharing allowed"), facts.sharingID != ReservedGroup.nobody {
            report.fail(name, "“No sharing allowed” is the name of the group \(ReservedGroup.nobody) alone")
        }
    }
}

struct MissingGroupName: ConformanceTest {
    let rule = Rule("6.1.41", "Reserved sharing groups carry their reserved names.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        let wanted: String
        switch facts.sharingID {
        case ReservedGroup.everybody: wanted = ReservedGroup.everybodyName
        case ReservedGroup.nobody: wanted = ReservedGroup.nobodyName
        default: return
        }
        guard let name = facts.sharingGroup?["name"] else { return report.fail(facts.sharingGroup, "the name “\(wanted)” is missing") }
        if name.text != wanted { report.fail(name, "the name of this group is “\(wanted)”") }
    }
}

struct MissingLabel: ConformanceTest {
    let rule = Rule("6.2.10", "A document has a TLP label, so that programs know who may see it.", [.v2_0])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if facts.tlp == nil { report.fail(facts.document?["distribution"] ?? facts.document, "there is no TLP label") }
    }
}

struct PublicGroupUsed: ConformanceTest {
    let rule = Rule("6.2.28", "The group of everybody is not used; leave the sharing group out.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if facts.sharingID == ReservedGroup.everybody { report.fail(facts.sharingGroup?["id"], "the sharing group is everybody") }
    }
}

struct NobodyGroupUsed: ConformanceTest {
    let rule = Rule("6.2.29", "The group of nobody is not used, but for drafts that must not leave.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if facts.sharingID == ReservedGroup.nobody { report.fail(facts.sharingGroup?["id"], "the sharing group is nobody") }
    }
}

struct GroupOnClear: ConformanceTest {
    let rule = Rule("6.2.30", "A document that is TLP:CLEAR names no sharing group.", [.v2_1])

    func check(_ facts: Facts, _ report: inout RuleReport) {
        if facts.tlp == "CLEAR", let group = facts.sharingGroup { report.fail(group, "the document is TLP:CLEAR") }
    }
}
