/// How names, times and fingerprints in the cells are put together.
extension ReportWriter {
    // MARK: - Names

    func hasHostname(_ row: Sighting) -> Bool { row.host.owner >= nation.operatorCount || row.host.index % 5 < 3 }

    func hostname(of row: Sighting, into bytes: inout Bytes) {
        guard hasHostname(row) else { return }
        quoted(&bytes) { name(of: row, into: &$0) }
    }

    private func name(of row: Sighting, into bytes: inout Bytes) {
        if row.host.owner >= nation.operatorCount {
            bytes.text(Words.hostLabels[row.host.index % Words.hostLabels.count])
            if row.host.index & 1 == 1 { bytes.number(row.host.index % 9) }
        } else if case .four(let four) = row.host.address {
            bytes.address(four, separator: 0x2D)
            bytes.text(row.host.index & 7 == 0 ? ".static" : ".dyn")
        } else {
            bytes.text("host-")
            bytes.number(row.host.index)
            bytes.text(".ip6")
        }
        bytes.byte(0x2E)
        bytes.string(nation.owners[row.host.owner].domain)
    }

    func commonName(_ row: Sighting, into bytes: inout Bytes) {
        if row.host.owner >= nation.operatorCount || row.key & 3 == 0 { return name(of: row, into: &bytes) }
        machineName(row, into: &bytes)
    }

    func issuer(_ row: Sighting, into bytes: inout Bytes) {
        if row.key & 3 == 0 { return bytes.text("Example Domain Validation CA 3") }
        commonName(row, into: &bytes)
    }

    func machineName(_ row: Sighting, into bytes: inout Bytes) {
        bytes.text(Words.machineNames[Int(row.key >> 17) % Words.machineNames.count])
        var source = Generator(seed: row.key)
        bytes.hex(6, from: &source, uppercase: true)
    }

    func controlHost(_ row: Sighting, into bytes: inout Bytes) {
        let syllables = Words.syllables
        var word = row.key >> 14
        for _ in 0..<4 {
            bytes.text(syllables[Int(word % UInt64(syllables.count))])
            word /= UInt64(syllables.count)
        }
        bytes.text(".example.net")
    }

    func siteHost(_ row: Sighting, into bytes: inout Bytes) {
        if row.host.owner >= nation.operatorCount { return bytes.string(nation.owners[row.host.owner].domain) }
        bytes.text(Words.shopNames[Int(row.key >> 20) % Words.shopNames.count])
        bytes.number(Int(row.key >> 33 & 0x1FF))
        bytes.byte(0x2E)
        bytes.string(nation.owners[row.host.owner].domain)
    }

    // MARK: - Times

    func moment(_ second: Int, of row: Sighting, into bytes: inout Bytes) { dayAndTime(row.day, second: second, into: &bytes) }

    func dayAndTime(_ day: CalendarDay, second: Int, into bytes: inout Bytes) {
        bytes.byte(0x22)
        bytes.date(day)
        bytes.byte(0x20)
        bytes.clock(second)
        bytes.byte(0x22)
    }

    /// RFC 3339 with microseconds, `later` seconds after the row's time but not past midnight.
    func instant(_ row: Sighting, later: Int, into bytes: inout Bytes) {
        bytes.date(row.day)
        bytes.byte(0x54)
        bytes.clock(min(row.second + later, 86_399))
        bytes.byte(0x2E)
        bytes.padded(Int(row.chance >> 32 % 1_000_000), width: 6)
        bytes.byte(0x5A)
    }

    /// RFC 9110 §5.6.7, as web servers send it.
    func httpDate(_ row: Sighting, into bytes: inout Bytes) {
        quoted(&bytes) { bytes in
            bytes.text(Words.weekdays[row.day.weekday])
            bytes.text(", ")
            bytes.padded(row.day.day, width: 2)
            bytes.byte(0x20)
            bytes.text(Words.months[row.day.month - 1])
            bytes.byte(0x20)
            bytes.number(row.day.year)
            bytes.byte(0x20)
            bytes.clock(row.second)
            bytes.text(" GMT")
        }
    }

    /// An NTP timestamp: seconds since 1900 and a fraction, in hexadecimal.
    func ntpTime(_ second: Int, _ row: Sighting, into bytes: inout Bytes) {
        let seconds = UInt64(row.day.daysSince1970 * 86_400 + second + 2_208_988_800)
        quoted(&bytes) { bytes in
            bytes.text("0x")
            for shift: UInt64 in [28, 24, 20, 16, 12, 8, 4, 0] {
                let nibble = UInt8(truncatingIfNeeded: seconds >> shift & 15)
                bytes.byte(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
            }
            bytes.byte(0x2E)
            var source = Generator(seed: row.chance)
            bytes.hex(8, from: &source)
        }
    }

    func thousandths(_ value: Int, into bytes: inout Bytes) {
        if value < 0 { bytes.byte(0x2D) }
        bytes.number(abs(value) / 1000)
        bytes.byte(0x2E)
        bytes.padded(abs(value) % 1000, width: 3)
    }

    // MARK: - Fingerprints and addresses

    func fingerprint(_ octets: Int, _ purpose: UInt64, _ row: Sighting, into bytes: inout Bytes) {
        var source = Generator(seed: mixed(row.key, purpose))
        quoted(&bytes) { $0.fingerprint(octets, from: &source) }
    }

    func hex(_ digits: Int, _ purpose: UInt64, _ row: Sighting, uppercase: Bool = false, into bytes: inout Bytes) {
        var source = Generator(seed: mixed(row.key, purpose))
        quoted(&bytes) { $0.hex(digits, from: &source, uppercase: uppercase) }
    }

    func macAddress(_ row: Sighting, into bytes: inout Bytes) {
        var source = Generator(seed: mixed(row.key, 20))
        quoted(&bytes) { bytes in
            // 00-00-5E-00-53 is the range for documentation, RFC 9542 §2.1.4.
            bytes.text("00:00:5e:00:53:")
            bytes.hex(2, from: &source)
        }
    }

    func abroad(_ row: Sighting, into bytes: inout Bytes) {
        quoted(&bytes) { bytes in
            if report.isSix { return bytes.address(0x2001_0DB8_F000_0000 | row.key >> 9 & 1, 0x100 | row.key >> 56) }
            bytes.address((row.key >> 9 & 1 == 0 ? 0xC633_6400 : 0xCB00_7100) | UInt32(truncatingIfNeeded: row.key >> 56))
        }
    }

    // MARK: - Web

    func httpURL(_ row: Sighting, into bytes: inout Bytes) {
        quoted(&bytes) { bytes in
            bytes.text(row.chance & 1 == 0 ? "GET /" : "POST /")
            bytes.text(Words.requestPaths[Int(row.key >> 25) % Words.requestPaths.count])
            var source = Generator(seed: row.chance)
            bytes.hex(8 + Int(row.chance >> 60) * 4, from: &source)
            bytes.text(" HTTP/1.1")
        }
    }

    func payloadURL(_ row: Sighting, into bytes: inout Bytes) {
        bytes.text("http://")
        bytes.address(0xC633_6400 | UInt32(truncatingIfNeeded: row.key >> 56))
        bytes.text("/bins/")
        bytes.text(Words.payloads[Int(row.key >> 45) % Words.payloads.count])
    }

    func setCookie(_ row: Sighting, into bytes: inout Bytes) {
        var source = Generator(seed: mixed(row.chance, 30))
        quoted(&bytes) { bytes in
            bytes.text("session=")
            bytes.hex(32, from: &source)
            bytes.text("; Path=/; HttpOnly")
        }
    }
}
