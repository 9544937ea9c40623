/// Reports about servers that answer everybody.
extension Report {
    static let serverReports: [Report] = [smb, mongodb, elasticsearch, exchange, httpVulnerable]

    private static let smb = Report(
        name: "scan_smb", weight: 200,
        columns: "\(ReportColumns.service) arch key smb_major_number smb_minor_number smb_revision smb_version_string",
        common: ["protocol": "tcp", "port": 445, "severity": "high", "tag": "smb"],
        variants: [
            ["smb_major_number": 2, "smb_minor_number": 1, "smb_revision": 0, "smb_version_string": "SMB 2.1"],
            ["smb_major_number": 3, "smb_minor_number": 1, "smb_revision": 1, "smb_version_string": "SMB 3.1.1"],
            [
                "tag": "smb,smbv1", "severity": "critical", "smb_major_number": 1, "smb_minor_number": 0, "smb_revision": 0,
                "smb_version_string": "SMB 1.0",
            ],
        ])

    private static let mongodb = Report(
        name: "scan_mongodb", weight: 60,
        columns: """
            \(ReportColumns.service) version gitversion sysinfo opensslversion allocator javascriptengine bits maxbsonobjectsize ok \
            visible_databases
            """,
        common: [
            "protocol": "tcp", "port": 27017, "severity": "critical", "tag": "mongodb", "gitversion": .fill(.buildHash),
            "allocator": "tcmalloc",
            "bits": 64, "maxbsonobjectsize": 16_777_216, "ok": 1, "visible_databases": .fill(.databases), "sysinfo": "deprecated",
        ],
        variants: [
            ["version": "3.6.23", "opensslversion": "OpenSSL 1.1.1f  31 Mar 2020", "javascriptengine": "mozjs"],
            ["version": "4.4.18", "opensslversion": "OpenSSL 1.1.1n  15 Mar 2022", "javascriptengine": "mozjs"],
            ["version": "2.6.12", "javascriptengine": "V8", "sysinfo": "Linux build 2.6.32-504.el6.x86_64 #1 SMP BOOST_LIB_VERSION=1_49"],
        ])

    private static let elasticsearch = Report(
        name: "scan_elasticsearch", weight: 60,
        columns: """
            \(ReportColumns.service) version ok name cluster_name http_code build_hash build_timestamp build_snapshot lucene_version tagline
            """,
        common: [
            "protocol": "tcp", "port": 9200, "severity": "critical", "tag": "elasticsearch", "name": .fill(.machineName), "http_code": 200,
            "build_hash": .fill(.buildHash), "build_snapshot": "false", "tagline": "You Know, for Search",
        ],
        variants: [
            [
                "version": "7.17.9", "cluster_name": "docker-cluster", "build_timestamp": "2023-01-31T05:34:43.305517834Z",
                "lucene_version": "8.11.1",
            ],
            [
                "version": "6.8.23", "cluster_name": "elasticsearch", "build_timestamp": "2022-01-06T21:30:50.087716Z",
                "lucene_version": "7.7.3",
            ],
            [
                "version": "2.4.6", "ok": "true", "cluster_name": "logs", "build_timestamp": "2017-07-18T12:17:44Z",
                "lucene_version": "5.5.4",
            ],
        ])

    private static let exchange = Report(
        name: "scan_exchange", weight: 25, columns: "\(ReportColumns.service) version servername url",
        common: ["protocol": "tcp", "port": 443, "severity": "critical", "servername": .fill(.machineName)],
        variants: [
            ["tag": "exchange;cve-2024-21410", "version": "15.1.2507"], ["tag": "exchange;cve-2023-36439", "version": "15.2.1118"],
            ["tag": "exchange;cve-2021-26855", "version": "15.0.1497"],
            ["tag": "exchange;webshell", "version": "15.2.721", "url": .fill(.rpcPath)],
        ])

    private static let httpVulnerable = Report(
        name: "scan_http_vulnerable", weight: 700,
        columns: """
            \(ReportColumns.service) http http_code http_reason content_type connection www_authenticate set_cookie server content_length \
            transfer_encoding http_date version build_date detail build_branch
            """,
        common: ["protocol": "tcp", "http": "HTTP/1.1", "http_date": .fill(.httpDate), "severity": "high"],
        variants: [
            [
                "port": 80, "tag": "basic-auth,http", "http_code": 401, "http_reason": "Unauthorized",
                "content_type": "text/html; charset=utf-8",
                "www_authenticate": "Basic realm=\"OpenWebif\"", "set_cookie": .fill(.setCookie), "server": "TwistedWeb/19.7.0",
                "content_length": .fill(.contentLength), "severity": "medium",
            ],
            [
                "port": 8080, "tag": "basic-auth,http", "http_code": 401, "http_reason": "Unauthorized", "content_type": "text/html",
                "connection": "close", "www_authenticate": "Basic realm=\"IP Camera\"", "server": "uc-httpd/1.0.0",
                "content_length": .fill(.contentLength), "severity": "medium",
            ],
            [
                "port": 80, "tag": "git-config,http", "http_code": 200, "http_reason": "OK", "content_type": "application/octet-stream",
                "server": "nginx/1.18.0 (Ubuntu)", "content_length": .fill(.contentLength), "detail": "/.git/config readable by everybody",
            ],
            [
                "port": 443, "tag": "cve-2023-4966,citrix,ssl", "severity": "critical", "http_code": 200, "http_reason": "OK",
                "content_type": "text/html", "server": "Apache", "content_length": .fill(.contentLength), "version": "13.1-48.47",
                "build_date": "2023-06-21", "set_cookie": .fill(.setCookie),
            ],
            [
                "port": 8443, "tag": "cve-2022-26134,confluence,ssl", "severity": "critical", "http_code": 302, "http_reason": "Found",
                "content_type": "text/html;charset=UTF-8", "connection": "keep-alive", "transfer_encoding": "chunked", "version": "7.13.6",
                "set_cookie": .fill(.setCookie), "detail": "version is older than the fixed one",
            ],
            [
                "port": 10000, "tag": "cve-2019-15107,webmin", "severity": "critical", "http_code": 200, "http_reason": "Document follows",
                "content_type": "text/html; Charset=utf-8", "connection": "close", "server": "MiniServ/1.890", "version": "1.890",
            ],
        ])
}
