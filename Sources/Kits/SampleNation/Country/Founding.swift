/// Gives out addresses, numbers, domains and contacts once, before anything is written.
struct Founding {
    private(set) var owners: [Owner] = []
    private(set) var operatorCount = 0
    private(set) var fours: [LiveRange] = []
    private(set) var sixes: [LiveRange] = []
    private var liveFours = 0
    private var liveSixes = 0

    /// IPv4 and IPv6 hosts that the operators' customers have switched on.
    private static let subscribers = 380_000
    private static let subscribersSix = 60_000
    private static let six: UInt64 = 0x2001_0DB8_0000_0000
    /// The state's network is the first organisation; ministries and agencies are announced by it.
    static let stateASN = 4_200_001_000

    mutating func settle(seed: UInt64) {
        var generator = Generator(seed: mixed(seed, 0xF0))
        settleOperators()
        settleOrganisations(&generator)
    }

    // MARK: - Operators

    private mutating func settleOperators() {
        var next: UInt32 = 0x0A00_0000
        operatorCount = OperatorSeed.all.count
        for (index, seed) in OperatorSeed.all.enumerated() {
            let id = slug(seed.english)
            var owner = Owner(id: id, english: seed.english, azerbaijani: seed.azerbaijani, sector: seed.sector)
            owner.isCritical = seed.isCritical
            owner.parent = seed.parent
            owner.daysToFix = seed.daysToFix
            owner.announcedBy = index < 14 ? 64_496 + index : 4_200_000_000 + index
            owner.asns = [owner.announcedBy]
            owner.domains = ["\(id).example"]
            if index == OperatorSeed.careless { owner.notes = "Answers late; most complaints stay open." }

            let size = UInt32(1) << (32 - seed.length)
            let block = next
            next += size
            owner.prefixes.append(.four(block, seed.length))
            var live = Founding.subscribers * seed.share / 10_000
            for (operatorIndex, base, length) in Founding.benchmarkBlocks where operatorIndex == index {
                owner.prefixes.append(.four(base, length))
                let part = min(live / 3, (3 << (30 - length)) / 2)
                addFour(owner: index, base: base, span: 3 << (30 - length), live: part)
                live -= part
            }
            // The last quarter of every block is kept for business customers.
            addFour(owner: index, base: block + 256, span: size / 4 * 3 - 256, live: live)

            let high = index < 10 ? Founding.six | UInt64(index) << 28 : Founding.six | UInt64(0xA0 | (index - 10)) << 24
            owner.prefixes.append(.six(high, index < 10 ? 36 : 40))
            addSix(owner: index, high: high, live: max(20, Founding.subscribersSix * seed.share / 10_000))
            owner.contacts = contacts(of: owner, isLarge: true, language: index % 5 == 3 ? "ru" : "az")
            owners.append(owner)
        }
    }

    /// The network-benchmark range 198.18.0.0/15 belongs to four operators and some business customers.
    private static let benchmarkBlocks: [(Int, UInt32, Int)] = [
        (0, 0xC612_0000, 16), (1, 0xC613_0000, 17), (2, 0xC613_8000, 18), (4, 0xC613_C000, 19),
    ]

    // MARK: - Organisations

    private mutating func settleOrganisations(_ generator: inout Generator) {
        var independent: UInt32 = 0x0AC0_0000
        var benchmark: UInt32 = 0xC613_E000
        var state: UInt32 = 0xC000_0200
        var customer = owners.prefix(8).map { $0.prefixes[0].four + (UInt32(3) << (30 - $0.prefixes[0].length)) }
        for (index, seed) in OrganisationSeed.all().enumerated() {
            let position = owners.count
            let upstream = index % 8
            var owner = Owner(id: slug(seed.english), english: seed.english, azerbaijani: seed.azerbaijani, sector: seed.sector)
            owner.isCritical = seed.isCritical
            owner.parent = seed.parent
            owner.daysToFix = seed.daysToFix
            owner.place = seed.place
            owner.priority = seed.isCritical ? 10 : 0
            owner.announcedBy = seed.hasOwnASN ? Founding.stateASN + index : owners[upstream].announcedBy
            if seed.hasOwnASN { owner.asns = [owner.announcedBy] }
            let isInState = seed.parent == "odlar-state-network"
            if isInState { owner.announcedBy = Founding.stateASN }
            owner.domains = ["\(seed.label).\(seed.zone)"]

            let size = UInt32(1) << (32 - seed.length)
            let base: UInt32
            if seed.label == "gov" {
                base = state
            } else if index % 3 == 1, seed.length >= 24, !isInState {
                base = (customer[upstream] + size - 1) / size * size
                customer[upstream] = base + size
                owner.announcedBy = owners[upstream].announcedBy
                owner.asns = []
            } else if seed.length >= 27, benchmark + size < 0xC614_0000 {
                base = (benchmark + size - 1) / size * size
                benchmark = base + size
            } else {
                base = (independent + size - 1) / size * size
                independent = base + size
            }
            owner.prefixes.append(.four(base, seed.length))
            if seed.label == "gov" {
                // Ministries and agencies hold eighths of the upper half of the state's network.
                addFour(owner: position, base: base + 1, span: 126, live: 60)
                state += 128
            } else {
                addFour(owner: position, base: base + 1, span: size - 2, live: max(3, Int(size) * 2 / 5))
            }
            if isInState, state < 0xC000_02F8 {
                owner.prefixes.append(.four(state, 29))
                addFour(owner: position, base: state + 1, span: 6, live: 4)
                state += 8
            }
            if index % 2 == 0 {
                let high = Founding.six | UInt64(0xB000 + index) << 16
                owner.prefixes.append(.six(high, 48))
                addSix(owner: position, high: high, live: 6 + generator.below(20))
            }
            let language = index % 11 == 5 ? "ru" : index % 13 == 7 ? "en" : "az"
            owner.contacts = contacts(of: owner, isLarge: seed.isCritical || seed.hasOwnASN, language: language)
            owners.append(owner)
        }
    }

    // MARK: - Parts

    private mutating func addFour(owner: Int, base: UInt32, span: UInt32, live: Int) {
        let hosts = min(live, Int(span))
        guard hosts > 0 else { return }
        fours.append(LiveRange(owner: owner, four: base, stride: span / UInt32(hosts), live: hosts, first: liveFours))
        liveFours += hosts
    }

    private mutating func addSix(owner: Int, high: UInt64, live: Int) {
        sixes.append(LiveRange(owner: owner, high: high, live: live, first: liveSixes))
        liveSixes += live
    }

    private func contacts(of owner: Owner, isLarge: Bool, language: String) -> [Contact] {
        let number = owner.id.utf8.reduce(7) { ($0 * 31 + Int($1)) % 9_000_000 } + 1_000_000
        func phone(_ offset: Int) -> String {
            let digits = Array(String(number + offset))
            return "+000 12 \(String(digits[0..<3])) \(String(digits[3..<5])) \(String(digits[5..<7]))"
        }
        let desk = language == "az" ? "Şikayət masası" : "Abuse desk"
        var contacts = [
            Contact(purpose: "abuse", name: desk, email: "abuse@\(owner.domain)", language: language, phone: phone(0))
        ]
        if isLarge || number % 3 != 0 {
            contacts.append(
                Contact(
                    purpose: "technical", name: language == "az" ? "Şəbəkə şöbəsi" : "Network operations", email: "noc@\(owner.domain)",
                    language: language == "az" ? "az" : "en", phone: phone(11)))
        }
        if isLarge {
            contacts.append(
                Contact(purpose: "24/7", name: "Növbətçi / Duty officer", email: "duty@\(owner.domain)", language: "en", phone: phone(99)))
        }
        return contacts
    }
}
