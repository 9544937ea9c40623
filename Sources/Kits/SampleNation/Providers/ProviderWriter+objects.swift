/// JSON: objects on lines of their own, and arrays.
extension ProviderWriter {
    func n6(_ row: ProviderRow, into bytes: inout Bytes) -> Manner {
        let kinds: [(category: StaticString, origin: StaticString, name: StaticString, source: StaticString)] = [
            ("bots", "sinkhole", "mirai", "sample.sinkhole"), ("bots", "sinkhole", "andromeda", "sample.sinkhole"),
            ("amplifier", "honeypot", "dns", "sample.amplifiers"), ("scanning", "honeypot", "ssh", "sample.honeypot"),
            ("spam", "spam-sender", "spam", "sample.mailtrap"),
        ]
        let kind = kinds[skewed(row.key, below: kinds.count)]
        bytes.text("{\"category\": \"")
        bytes.text(kind.category)
        bytes.text("\", \"origin\": \"")
        bytes.text(kind.origin)
        bytes.text("\", \"confidence\": \"high\", \"name\": \"")
        bytes.text(kind.name)
        bytes.text("\", \"proto\": \"tcp\", \"address\": [{\"cc\": \"XO\", \"ip\": \"")
        bytes.address(row.host.address)
        bytes.text("\", \"asn\": ")
        bytes.number(nation.owners[row.host.owner].announcedBy)
        bytes.text("}], \"source\": \"")
        bytes.text(kind.source)
        bytes.text("\", \"time\": \"")
        instant(row, into: &bytes)
        bytes.text("\", \"dport\": 80, \"sport\": ")
        bytes.number(port(row))
        bytes.text(", \"type\": \"event\", \"id\": \"")
        identifier(32, row, into: &bytes)
        bytes.text("\"}")
        return .object
    }

    func idf(_ row: ProviderRow, into bytes: inout Bytes) -> Manner {
        let isScan = row.key & 3 != 0
        bytes.text("{\"feed.provider\": \"Neighbour CERT\", \"feed.name\": \"Honeypots\", \"feed.accuracy\": 95.0, \"time.source\": \"")
        bytes.date(row.date)
        bytes.byte(0x54)
        bytes.clock(row.second)
        bytes.text("+00:00\", \"time.observation\": \"")
        bytes.date(row.date)
        bytes.text("T23:59:59+00:00\", \"classification.taxonomy\": ")
        bytes.text(
            isScan
                ? "\"information-gathering\", \"classification.type\": \"scanner\", \"classification.identifier\": \"network-scan\""
                : "\"intrusion-attempts\", \"classification.type\": \"brute-force\", \"classification.identifier\": \"ssh\"")
        bytes.text(", \"source.ip\": \"")
        bytes.address(row.host.address)
        bytes.text("\", \"source.port\": ")
        bytes.number(port(row))
        bytes.text(", \"source.asn\": ")
        bytes.number(nation.owners[row.host.owner].announcedBy)
        bytes.text(", \"source.geolocation.cc\": \"XO\", \"protocol.transport\": \"tcp\", \"destination.port\": ")
        bytes.number(isScan ? [23, 5555, 8080, 445][Int(row.key >> 9 & 3)] : 22)
        bytes.text(", \"destination.ip\": \"")
        bytes.address(0xC633_6400 | UInt32(truncatingIfNeeded: row.chance >> 40 & 0xFF))
        bytes.text("\", \"extra.count\": ")
        bytes.number(1 + Int(row.chance >> 50 & 63))
        bytes.byte(0x7D)
        return .object
    }

    /// Sessions of six lines: they connect, say who they are, guess twice, type, and leave.
    func cowrie(_ row: ProviderRow, into bytes: inout Bytes) -> Manner {
        let key = mixed(row.key, UInt64(row.date.daysSince1970))
        var source = Generator(seed: key)
        bytes.text("{\"session\":\"")
        bytes.hex(12, from: &source)
        bytes.text("\",\"protocol\":\"ssh\",\"src_ip\":\"")
        bytes.address(row.host.address)
        bytes.text("\",\"src_port\":")
        bytes.number(1024 + Int(key >> 20 & 0x7FFF))
        bytes.text(",\"dst_ip\":\"198.51.100.22\",\"dst_port\":22,")
        let user = Words.userNames[Int(key >> 36) % Words.userNames.count]
        let password = Words.passwords[Int(row.chance >> 36) % Words.passwords.count]
        switch row.number % 6 {
        case 0: bytes.text("\"eventid\":\"cowrie.session.connect\",\"message\":\"New connection\"")
        case 1:
            bytes.text("\"version\":\"SSH-2.0-Go\",\"eventid\":\"cowrie.client.version\",\"message\":\"Remote SSH version: SSH-2.0-Go\"")
        case 4: bytes.text("\"input\":\"cat /proc/cpuinfo\",\"eventid\":\"cowrie.command.input\",\"message\":\"CMD: cat /proc/cpuinfo\"")
        case 5:
            bytes.text("\"duration_ms\":1035,\"eventid\":\"cowrie.session.closed\",\"message\":\"Connection lost after 1035 ")
            bytes.text("milliseconds\"")
        case let step:
            bytes.text("\"username\":\"")
            bytes.text(user)
            bytes.text("\",\"password\":\"")
            bytes.text(password)
            bytes.text(
                step == 2
                    ? "\",\"eventid\":\"cowrie.login.failed\",\"message\":\"login attempt ["
                    : "\",\"eventid\":\"cowrie.login.success\",\"message\":\"login attempt [")
            bytes.text(user)
            bytes.byte(0x2F)
            bytes.text(password)
            bytes.text(step == 2 ? "] failed\"" : "] succeeded\"")
        }
        bytes.text(",\"sensor\":\"sensor-odlar-001\",\"timestamp\":\"")
        instant(row, into: &bytes)
        bytes.text("\"}")
        return .object
    }

    func suricata(_ row: ProviderRow, into bytes: inout Bytes) -> Manner {
        let alerts: [(id: Int, name: StaticString, category: StaticString, port: Int)] = [
            (2_000_001, "SAMPLE SCAN Telnet login guessing", "Attempted Information Leak", 23),
            (2_000_002, "SAMPLE SCAN SSH login guessing", "Attempted Administrator Privilege Gain", 22),
            (2_000_003, "SAMPLE MALWARE Mirai loader request", "A Network Trojan was detected", 80),
            (2_000_004, "SAMPLE EXPLOIT Router command injection", "Web Application Attack", 8080),
        ]
        let alert = alerts[skewed(row.key, below: alerts.count)]
        bytes.text("{\"timestamp\":\"")
        bytes.date(row.date)
        bytes.byte(0x54)
        bytes.clock(row.second)
        bytes.byte(0x2E)
        bytes.padded(Int(row.chance >> 32 % 1_000_000), width: 6)
        bytes.text("+0000\",\"flow_id\":")
        bytes.number(Int(row.chance >> 12))
        bytes.text(",\"in_iface\":\"eth0\",\"event_type\":\"alert\",\"src_ip\":\"")
        bytes.address(row.host.address)
        bytes.text("\",\"src_port\":")
        bytes.number(port(row))
        bytes.text(",\"dest_ip\":\"192.0.2.10\",\"dest_port\":")
        bytes.number(alert.port)
        bytes.text(",\"proto\":\"TCP\",\"alert\":{\"action\":\"allowed\",\"gid\":1,\"signature_id\":")
        bytes.number(alert.id)
        bytes.text(",\"rev\":3,\"signature\":\"")
        bytes.text(alert.name)
        bytes.text("\",\"category\":\"")
        bytes.text(alert.category)
        bytes.text("\",\"severity\":2},\"app_proto\":\"failed\",\"flow\":{\"pkts_toserver\":4,\"pkts_toclient\":1,")
        bytes.text("\"bytes_toserver\":296,\"bytes_toclient\":60}}")
        return .object
    }

    // MARK: - Phishing

    func phishtankJSON(_ row: ProviderRow, isLast: Bool, into bytes: inout Bytes) -> Manner {
        bytes.text("  {\"phish_id\": \"")
        bytes.number(phishID(row))
        bytes.text("\", \"url\": \"")
        Campaign.url(number: UInt64(row.number), into: &bytes)
        bytes.text("\", \"phish_detail_url\": \"http://phishtank.example/phish_detail.php?phish_id=")
        bytes.number(phishID(row))
        bytes.text("\", \"submission_time\": \"")
        zoned(row, into: &bytes)
        bytes.text("\", \"verified\": \"yes\", \"verification_time\": \"")
        zoned(row, into: &bytes)
        bytes.text("\", \"online\": \"yes\", \"details\": [{\"ip_address\": \"")
        bytes.address(row.host.address)
        bytes.text("\", \"cidr_block\": \"")
        nation.prefix(of: row.host)?.write(into: &bytes)
        bytes.text("\", \"announcing_network\": \"")
        bytes.number(nation.owners[OperatorSeed.careless].announcedBy)
        bytes.text("\", \"rir\": \"ripencc\", \"country\": \"XO\", \"detail_time\": \"")
        zoned(row, into: &bytes)
        bytes.text("\"}], \"target\": \"")
        bytes.text(Campaign.bank)
        bytes.text(isLast ? "\"}" : "\"},")
        return .whole
    }

    func phishtankCSV(_ row: ProviderRow, into bytes: inout Bytes) {
        bytes.number(phishID(row) + 500_000)
        bytes.byte(0x2C)
        Campaign.url(number: UInt64(row.number) + 256, into: &bytes)
        bytes.text(",http://phishtank.example/phish_detail.php?phish_id=")
        bytes.number(phishID(row) + 500_000)
        bytes.byte(0x2C)
        zoned(row, into: &bytes)
        bytes.text(",yes,")
        zoned(row, into: &bytes)
        bytes.text(",yes,")
        bytes.text(Campaign.bank)
    }

    func certPL(_ row: ProviderRow, isLast: Bool, into bytes: inout Bytes) -> Manner {
        bytes.text("  {\"RegisterPositionId\": ")
        bytes.number(phishID(row) % 1_000_000)
        bytes.text(", \"DomainAddress\": \"")
        Campaign.host(number: UInt64(row.number), into: &bytes)
        bytes.text("\", \"InsertDate\": \"")
        zoned(row, into: &bytes)
        bytes.text(isLast ? "\", \"DeleteDate\": null}" : "\", \"DeleteDate\": null},")
        return .whole
    }

    // MARK: - Parts

    private func phishID(_ row: ProviderRow) -> Int { 8_000_000 + row.date.daysSince1970 % 1000 * 1000 + row.number }

    private func port(_ row: ProviderRow) -> Int { 1024 + Int(row.chance >> 20) % 64_000 }

    private func identifier(_ digits: Int, _ row: ProviderRow, into bytes: inout Bytes) {
        var source = Generator(seed: row.chance)
        bytes.hex(digits, from: &source)
    }

    private func instant(_ row: ProviderRow, into bytes: inout Bytes) {
        bytes.date(row.date)
        bytes.byte(0x54)
        bytes.clock(row.second)
        bytes.byte(0x2E)
        bytes.padded(Int(row.chance >> 32 % 1_000_000), width: 6)
        bytes.byte(0x5A)
    }

    private func zoned(_ row: ProviderRow, into bytes: inout Bytes) {
        bytes.date(row.date)
        bytes.byte(0x54)
        bytes.clock(row.second)
        bytes.text("+00:00")
    }
}
