/// Lists: comments in front, one record a line.
extension ProviderWriter {
    func preamble(of provider: Provider, date: CalendarDay, rows: Int, into bytes: inout Bytes) {
        switch provider {
        case .urlhaus:
            banner("abuse.ch URLhaus Database Dump (CSV - recent URLs only)", date, into: &bytes)
            bytes.text("# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter\r\n")
        case .threatfox:
            banner("ThreatFox IOCs: full data dump - CSV format", date, into: &bytes)
            bytes.text("# \"first_seen_utc\",\"ioc_id\",\"ioc_value\",\"ioc_type\",\"threat_type\",\"fk_malware\",\"malware_alias\",")
            bytes.text(
                "\"malware_printable\",\"last_seen_utc\",\"confidence_level\",\"is_compromised\",\"reference\",\"tags\",\"anonymous\",")
            bytes.text("\"reporter\"\r\n")
        case .feodo:
            banner("Feodo Tracker Botnet C2 IP Blocklist (CSV)", date, into: &bytes)
            bytes.text("\"first_seen_utc\",\"dst_ip\",\"dst_port\",\"c2_status\",\"last_online\",\"malware\"\r\n")
        case .dshield:
            bytes.text("#\n#   DShield.org Recommended Block List\n#    updated: ")
            longDate(date, into: &bytes)
            bytes.text("\n#\nStart\tEnd\tNetblock\tAttacks\tName\tCountry\temail\n")
        case .spamhausText:
            bytes.text("; Spamhaus DROP List ")
            bytes.padded(date.year, width: 4)
            bytes.byte(0x2F)
            bytes.padded(date.month, width: 2)
            bytes.byte(0x2F)
            bytes.padded(date.day, width: 2)
            bytes.text("\n; Last-Modified: ")
            shortDate(date, second: 14_400, into: &bytes)
            bytes.text(" GMT\n; Expires: ")
            shortDate(date, second: 86_399, into: &bytes)
            bytes.text(" GMT\n")
        case .turris: bytes.text("# Sample of the greylist format\nAddress,Tags\n")
        case .phishtankCSV: bytes.text("phish_id,url,phish_detail_url,submission_time,verified,verification_time,online,target\n")
        case .phishtankJSON, .certPL: bytes.text("[\n")
        default: break
        }
    }

    func ending(of provider: Provider, date: CalendarDay, rows: Int, into bytes: inout Bytes) {
        switch provider {
        case .spamhausJSON:
            // The moment of the list is what tells it from yesterday's with the same networks.
            bytes.text("{\"type\":\"metadata\",\"timestamp\":")
            bytes.number(date.daysSince1970 * 86_400 + 14_400)
            bytes.text(",\"records\":")
            bytes.number(rows)
            bytes.text(",\"copyright\":\"a sample of the format\"}\n")
        case .phishtankJSON, .certPL: bytes.text("]\n")
        case .dshield: bytes.text("#\n# END\n#\n")
        case .feodo: bytes.text("# END\r\n")
        default: break
        }
    }

    func urlhaus(_ row: ProviderRow, into bytes: inout Bytes) {
        bytes.byte(0x22)
        bytes.number(3_400_000 + row.date.daysSince1970 % 1000 * 1000 + row.number)
        bytes.text("\",\"")
        stamp(row, into: &bytes)
        bytes.text("\",\"")
        malwareURL(row, into: &bytes)
        bytes.text(row.key & 3 == 0 ? "\",\"offline\",\"" : "\",\"online\",\"")
        stamp(row, into: &bytes)
        bytes.text("\",\"malware_download\",\"")
        bytes.text(row.key & 4 == 0 ? "elf,mirai" : row.key & 8 == 0 ? "32-bit,elf,mips,Mozi" : "exe,loader")
        bytes.text("\",\"https://urlhaus.example/url/")
        bytes.number(3_400_000 + row.date.daysSince1970 % 1000 * 1000 + row.number)
        bytes.text("/\",\"sample_reporter\"")
    }

    func threatfox(_ row: ProviderRow, into bytes: inout Bytes) {
        let families: [(StaticString, StaticString, StaticString)] = [
            ("win.cobalt_strike", "Agentemis,BEACON,CobaltStrike", "Cobalt Strike"), ("elf.mirai", "Katana", "Mirai"),
            ("win.asyncrat", "None", "AsyncRAT"), ("win.remcos", "RemcosRAT,Remvio,Socmer", "Remcos"),
        ]
        let family = families[Int(row.key >> 8 & 3)]
        bytes.byte(0x22)
        stamp(row, into: &bytes)
        bytes.text("\", \"")
        bytes.number(1_600_000 + row.date.daysSince1970 % 1000 * 1000 + row.number)
        bytes.text("\", \"")
        if row.key & 3 == 0 {
            malwareURL(row, into: &bytes)
            bytes.text("\", \"url\", \"payload_delivery\", \"")
        } else {
            bytes.address(row.host.address)
            bytes.byte(0x3A)
            bytes.number([443, 8080, 50_050, 6606][Int(row.key >> 12 & 3)])
            bytes.text("\", \"ip:port\", \"botnet_cc\", \"")
        }
        bytes.text(family.0)
        bytes.text("\", \"")
        bytes.text(family.1)
        bytes.text("\", \"")
        bytes.text(family.2)
        bytes.text("\", \"\", \"")
        bytes.number(50 + Int(row.key >> 20 & 1) * 50)
        bytes.text("\", \"False\", \"None\", \"")
        bytes.text(family.2)
        bytes.text("\", \"0\", \"sample_reporter\"")
    }

    func feodo(_ row: ProviderRow, into bytes: inout Bytes) {
        bytes.byte(0x22)
        stamp(row, into: &bytes)
        bytes.text("\",\"")
        bytes.address(row.host.address)
        bytes.text("\",\"")
        bytes.number([443, 2222, 995, 8080][Int(row.key >> 12 & 3)])
        bytes.text(row.key & 3 == 0 ? "\",\"offline\",\"" : "\",\"online\",\"")
        bytes.date(row.date)
        bytes.text(row.key & 16 == 0 ? "\",\"QakBot\"" : "\",\"Pikabot\"")
    }

    func turris(_ row: ProviderRow, into bytes: inout Bytes) {
        bytes.address(row.host.address)
        let tags: [StaticString] = [",telnet", ",http", ",\"ftp,http\"", ",\"ftp,http,port_scan,smtp,telnet\"", ",port_scan", ",smtp"]
        bytes.text(tags[skewed(row.key, below: tags.count)])
    }

    func dshield(_ row: ProviderRow, into bytes: inout Bytes) -> Manner {
        let network = listedNetwork(row)
        bytes.address(network)
        bytes.byte(0x09)
        bytes.address(network | 255)
        bytes.text("\t24\t")
        bytes.number(400 + Int(row.key >> 5 & 0xFFF))
        bytes.byte(0x09)
        bytes.string(OperatorSeed.all[OperatorSeed.careless].english)
        bytes.text("\tXO\tabuse@")
        bytes.string(nation.owners[OperatorSeed.careless].domain)
        return .whole
    }

    func spamhausText(_ row: ProviderRow, into bytes: inout Bytes) -> Manner {
        bytes.address(listedNetwork(row))
        bytes.text("/24 ; SBL")
        bytes.number(900_001 + row.number)
        return .whole
    }

    func spamhausJSON(_ row: ProviderRow, into bytes: inout Bytes) -> Manner {
        bytes.text("{\"cidr\":\"")
        bytes.address(listedNetwork(row))
        bytes.text("/24\",\"sblid\":\"SBL")
        bytes.number(900_001 + row.number)
        bytes.text("\",\"rir\":\"ripencc\"}")
        return .whole
    }

    // MARK: - Parts

    /// Networks of the careless operator, one after the other.
    private func listedNetwork(_ row: ProviderRow) -> UInt32 {
        let prefixes = nation.owners[OperatorSeed.careless].prefixes.filter { !$0.isSix }
        let last = prefixes.last?.four ?? 0xC613_C000
        if row.number < 32, let first = prefixes.first(where: { $0.length == 19 }) { return first.four + UInt32(row.number) << 8 }
        return last + UInt32(row.number) << 8
    }

    private func banner(_ title: StaticString, _ date: CalendarDay, into bytes: inout Bytes) {
        bytes.text("################################################################\r\n# ")
        bytes.text(title)
        bytes.text("\r\n# Last updated: ")
        bytes.date(date)
        bytes.text(" 23:59:59 (UTC)\r\n################################################################\r\n#\r\n")
    }

    func malwareURL(_ row: ProviderRow, into bytes: inout Bytes) {
        bytes.text("http://")
        bytes.address(row.host.address)
        bytes.byte(0x3A)
        bytes.number(1024 + Int(row.key >> 30 & 0x7FFF))
        bytes.text(row.key & 32 == 0 ? "/bin.sh" : "/i")
    }

    func stamp(_ row: ProviderRow, into bytes: inout Bytes) {
        bytes.date(row.date)
        bytes.byte(0x20)
        bytes.clock(row.second)
    }

    /// `Tue Dec 15 23:59:59 2015 UTC`
    private func longDate(_ date: CalendarDay, into bytes: inout Bytes) {
        bytes.text(Words.weekdays[date.weekday])
        bytes.byte(0x20)
        bytes.text(Words.months[date.month - 1])
        bytes.byte(0x20)
        bytes.padded(date.day, width: 2)
        bytes.text(" 23:59:59 ")
        bytes.number(date.year)
        bytes.text(" UTC")
    }

    /// `Tue, 15 Dec 2015 04:00:00`, RFC 5322 without the zone.
    func shortDate(_ date: CalendarDay, second: Int, into bytes: inout Bytes) {
        bytes.text(Words.weekdays[date.weekday])
        bytes.text(", ")
        bytes.padded(date.day, width: 2)
        bytes.byte(0x20)
        bytes.text(Words.months[date.month - 1])
        bytes.byte(0x20)
        bytes.number(date.year)
        bytes.byte(0x20)
        bytes.clock(second)
    }
}
