extension ReportWriter {
    /// Writes one cell, quotes included where the provider quotes.
    func write(_ fill: Fill, of row: Sighting, into bytes: inout Bytes) {
        switch fill {
        case .timestamp: moment(row.second, of: row, into: &bytes)
        case .address: quoted(&bytes) { $0.address(row.host.address) }
        case .sourcePort:
            // Neighbouring rows get neighbouring ports, so that one host never repeats a port within a second.
            bytes.number(1024 + (Int(mixed(seed, UInt64(row.host.index)) >> 20 & 0xFFFF) + row.row) % 64_000)
        case .hostname: hostname(of: row, into: &bytes)
        case .hostnameSource: if hasHostname(row) { bytes.text("\"ptr\"") }
        case .asn: bytes.number(nation.owners[row.host.owner].announcedBy)
        case .geo: quoted(&bytes) { $0.text(Nation.code) }
        case .region: quoted(&bytes) { $0.raw(place(row).regionCapitals) }
        case .city: quoted(&bytes) { $0.raw(place(row).townCapitals) }
        case .naics: bytes.number(nation.owners[row.host.owner].sector.naics)
        case .sector: quoted(&bytes) { $0.text(nation.owners[row.host.owner].sector.reportName) }

        case .destination: abroad(row, into: &bytes)
        case .destinationASN: bytes.number(64_510 + Int(row.key >> 9 & 1))
        case .destinationGeo: quoted(&bytes) { $0.text(Nation.neighbours[Int(row.key >> 9 & 1)]) }
        case .destinationRegion: bytes.text(row.key >> 9 & 1 == 0 ? "\"NORTH EXAMPLE\"" : "\"SOUTH EXAMPLE\"")
        case .destinationCity: bytes.text(row.key >> 9 & 1 == 0 ? "\"EXAMPLEVILLE\"" : "\"SAMPLETOWN\"")
        case .destinationNaics: bytes.number(518_210)
        case .destinationSector: quoted(&bytes) { $0.text(Sector.hosting.reportName) }
        case .destinationHostname: if row.key & 3 == 0 { bytes.text("\"sensor.example.net\"") }
        case .victim: quoted(&bytes) { $0.address(nation.victim) }

        case .commonName: quoted(&bytes) { commonName(row, into: &$0) }
        case .issuer: quoted(&bytes) { issuer(row, into: &$0) }
        case .issued: dayAndTime(row.day.advanced(by: -30 - Int(row.key >> 5 % 400)), second: Int(row.key >> 13 % 86_400), into: &bytes)
        case .expires: dayAndTime(row.day.advanced(by: 30 + Int(row.key >> 21 % 3000)), second: Int(row.key >> 13 % 86_400), into: &bytes)
        case .sha1: fingerprint(20, 1, row, into: &bytes)
        case .sha256: fingerprint(32, 2, row, into: &bytes)
        case .sha512: fingerprint(64, 3, row, into: &bytes)
        case .md5: fingerprint(16, 4, row, into: &bytes)
        case .certificateSerial: hex(32, 5, row, uppercase: true, into: &bytes)
        case .jarm: if row.key & 1 == 0 { hex(62, 6, row, into: &bytes) }
        case .sha256Hex: hex(64, 7, row, into: &bytes)
        case .organisation: quoted(&bytes) { $0.string(nation.owners[row.host.owner].azerbaijani) }
        case .town: quoted(&bytes) { $0.string(place(row).town) }
        case .subjectCountry: quoted(&bytes) { $0.text(Nation.code) }

        case .httpDate: httpDate(row, into: &bytes)
        case .uptimeSeconds: bytes.number(Int(row.key >> 30 % 30_000_000) + row.second)
        case .macAddress: macAddress(row, into: &bytes)
        case .eventID: hex(16, row.chance, row, into: &bytes)
        case .clock: ntpTime(row.second, row, into: &bytes)
        case .reftime: ntpTime(row.second > 700 ? row.second - 700 : 0, row, into: &bytes)
        case .refid: quoted(&bytes) { $0.address(0xC633_6400 | UInt32(truncatingIfNeeded: row.key >> 32 & 0xFF)) }
        case .offset: thousandths(Int(row.chance >> 11 % 40_000) - 20_000, into: &bytes)
        case .jitter: thousandths(Int(row.chance >> 23 % 9000), into: &bytes)
        case .rootDelay: thousandths(Int(row.key >> 11 % 60_000), into: &bytes)
        case .contentLength: bytes.number(Int(row.key >> 40 % 9000) + 20)
        case .setCookie: setCookie(row, into: &bytes)
        case .buildHash: hex(40, 8, row, into: &bytes)
        case .machineName: quoted(&bytes) { machineName(row, into: &$0) }
        case .databases: bytes.text(row.key & 64 == 0 ? "\"admin | local\"" : "\"admin | local | musteri | READ_ME_TO_RECOVER\"")
        case .rpcPath: bytes.text("\"/owa/auth/signon.aspx\"")

        case .username: quoted(&bytes) { $0.text(Words.userNames[skewed(row.chance >> 3, below: Words.userNames.count)]) }
        case .password: quoted(&bytes) { $0.text(Words.passwords[spread(scrambled(row.chance), below: Words.passwords.count)]) }
        case .startTime: quoted(&bytes) { instant(row, later: 0, into: &$0) }
        case .endTime: quoted(&bytes) { instant(row, later: 1 + Int(row.chance >> 50 & 7), into: &$0) }
        case .payloadURL: quoted(&bytes) { payloadURL(row, into: &$0) }
        case .payloadMD5: hex(32, 10, row, into: &bytes)
        case .packets: bytes.number(1 + Int(row.chance >> 44 & 0xFFF))
        case .octets: bytes.number((1 + Int(row.chance >> 44 & 0xFFF)) * 96)
        case .duration: bytes.number(10 + Int(row.chance >> 30 & 0x7FF))
        case .httpURL: httpURL(row, into: &bytes)
        case .controlHost: quoted(&bytes) { controlHost(row, into: &$0) }

        case .siteHost: quoted(&bytes) { siteHost(row, into: &$0) }
        case .siteURL: quoted(&bytes) { $0.text(Words.sitePaths[Int(row.key >> 50) % Words.sitePaths.count]) }
        case .controlURL:
            quoted(&bytes) { bytes in
                bytes.text("https://")
                controlHost(row, into: &bytes)
                bytes.text("/gate.php")
            }
        case .detectedSince:
            dayAndTime(row.day.advanced(by: -2 - Int(row.key >> 18 & 63)), second: Int(row.key >> 13 % 86_400), into: &bytes)
        case .spamURL: quoted(&bytes) { Campaign.url(number: row.key >> 20 & 0x3FF, into: &$0) }
        case .spamSender:
            quoted(&bytes) { bytes in
                bytes.text("xidmet@")
                Campaign.host(number: row.key >> 20 & 0x3FF, into: &bytes)
            }
        case .phishSubject: quoted(&bytes) { $0.text(Words.subjects[Int(row.chance >> 40) % Words.subjects.count]) }
        case .spamSource: quoted(&bytes) { $0.address(0xCB00_7100 | UInt32(truncatingIfNeeded: row.chance >> 24 & 0xFF)) }
        }
    }

    // MARK: - Quoting

    @inline(__always)
    func quoted(_ bytes: inout Bytes, _ body: (inout Bytes) -> Void) {
        bytes.byte(0x22)
        body(&bytes)
        bytes.byte(0x22)
    }

    /// Operators' customers live all over the country, neighbours in the address space in one town.
    func place(_ row: Sighting) -> Place {
        if row.host.owner >= nation.operatorCount { return Place.all[nation.owners[row.host.owner].place] }
        let neighbourhood: UInt64
        switch row.host.address {
        case .four(let four): neighbourhood = UInt64(four >> 11)
        case .six(let high, _): neighbourhood = high >> 12
        }
        return Place.all[skewed(scrambled(neighbourhood), below: Place.all.count)]
    }
}
