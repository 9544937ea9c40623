import CSAF

/// Documents that pass every test, and edits to make others of them.
enum SampleDocuments {
    /// A security advisory of CSAF 2.1 without any finding.
    static let advisory21 = """
        {
          "$schema": "https://docs.oasis-open.org/csaf/csaf/v2.1/schema/csaf.json",
          "document": {
            "category": "csaf_security_advisory",
            "csaf_version": "2.1",
            "distribution": { "tlp": { "label": "CLEAR" } },
            "lang": "en",
            "license_expression": "CC-BY-4.0",
            "notes": [{ "category": "summary", "text": "A remote attacker can write memory of the service.", "title": "Summary" }],
            "publisher": { "category": "vendor", "name": "Example Company", "namespace": "https://example.com" },
            "references": [
              { "category": "self", "summary": "This advisory", "url": "https://example.com/.well-known/csaf/clear/2024/esa-2024-0001.json" },
              { "category": "external", "summary": "Announcement", "url": "https://example.com/news" }
            ],
            "title": "Memory of Product A can be overwritten",
            "tracking": {
              "current_release_date": "2024-01-24T10:00:00.000Z",
              "id": "ESA-2024-0001",
              "initial_release_date": "2024-01-22T10:00:00.000Z",
              "revision_history": [
                { "date": "2024-01-22T10:00:00.000Z", "number": "1", "summary": "First version." },
                { "date": "2024-01-24T10:00:00.000Z", "number": "2", "summary": "Second version." }
              ],
              "status": "final",
              "version": "2"
            }
          },
          "product_tree": {
            "branches": [
              {
                "branches": [
                  {
                    "branches": [
                      {
                        "category": "product_version",
                        "name": "4.1",
                        "product": {
                          "name": "Example Company Product A 4.1",
                          "product_id": "A-4.1",
                          "product_identification_helper": {
                            "cpe": "cpe:2.3:a:example:product_a:4.1:*:*:*:*:*:*:*",
                            "hashes": [
                              {
                                "file_hashes": [
                                  { "algorithm": "sha256", "value": "026a37919b182ef7c63791e82c9645e2f897a3f0b73c7a6028c7febf62e93838" }
                                ],
                                "filename": "a.so"
                              }
                            ],
                            "purls": ["pkg:deb/example/a@4.1?arch=amd64", "pkg:deb/example/a@4.1?arch=arm64"]
                          }
                        }
                      },
                      {
                        "category": "product_version",
                        "name": "4.2",
                        "product": {
                          "name": "Example Company Product A 4.2",
                          "product_id": "A-4.2",
                          "product_identification_helper": { "cpe": "cpe:2.3:a:example:product_a:4.2:*:*:*:*:*:*:*" }
                        }
                      }
                    ],
                    "category": "product_name",
                    "name": "Product A"
                  }
                ],
                "category": "vendor",
                "name": "Example Company"
              }
            ],
            "product_groups": [{ "group_id": "all", "product_ids": ["A-4.1", "A-4.2"] }]
          },
          "vulnerabilities": [
            {
              "cve": "CVE-2024-0001",
              "cwes": [{ "id": "CWE-125", "name": "Out-of-bounds Read", "version": "4.13" }],
              "metrics": [
                {
                  "content": {
                    "cvss_v4": {
                      "baseScore": 9.3,
                      "baseSeverity": "CRITICAL",
                      "vectorString": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
                      "version": "4.0"
                    }
                  },
                  "products": ["A-4.1"]
                }
              ],
              "notes": [{ "category": "description", "text": "The length of a request is not checked.", "title": "Description" }],
              "product_status": { "fixed": ["A-4.2"], "known_affected": ["A-4.1"] },
              "remediations": [
                { "category": "vendor_fix", "details": "Install version 4.2.", "product_ids": ["A-4.1"], "url": "https://example.com/a" }
              ],
              "title": "Unchecked length"
            }
          ]
        }
        """

    /// A security advisory of CSAF 2.0 without any finding.
    static var advisory20: JSONDraft {
        get throws {
            var draft = JSONDraft(try JSONTree(advisory21).root)
            draft["$schema"] = nil
            draft["document"]?["csaf_version"] = "2.0"
            draft["document"]?["license_expression"] = nil
            draft["document"]?["distribution"]?["tlp"]?["label"] = "WHITE"
            let product = "/product_tree/branches/0/branches/0/branches/0/product/product_identification_helper"
            draft.set(product + "/purls", to: nil)
            draft.set(product + "/purl", to: "\"pkg:deb/example/a@4.1?arch=amd64\"")
            draft.set("/vulnerabilities/0/metrics", to: nil)
            draft.set("/vulnerabilities/0/cwes", to: nil)
            draft.set("/vulnerabilities/0/cwe", to: #"{"id":"CWE-125","name":"Out-of-bounds Read"}"#)
            draft.set(
                "/vulnerabilities/0/scores",
                to: """
                    [{"cvss_v3":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","baseScore":9.8,
                    "baseSeverity":"CRITICAL"},"products":["A-4.1"]}]
                    """)
            return draft.sorted
        }
    }

    static func base(_ version: CSAFVersion) throws -> JSONDraft {
        version == .v2_0 ? try advisory20 : JSONDraft(try JSONTree(advisory21).root)
    }
}

extension JSONDraft {
    /// Puts a value, written as JSON, at a place; `nil` takes what is there away, `-` as the last part adds to a list.
    mutating func set(_ pointer: String, to text: String?) {
        let value = text.flatMap { try? JSONTree($0) }.map { JSONDraft($0.root) }
        precondition(text == nil || value != nil, "no JSON: \(text ?? "")")
        set(pointer.split(separator: "/").map(String.init)[...], to: value)
    }

    private mutating func set(_ path: ArraySlice<String>, to value: JSONDraft?) {
        guard let first = path.first else { return }
        let isLast = path.count == 1
        if case .list(let items) = self {
            let place = first == "-" ? items.count : Int(first) ?? items.count
            if isLast { self[place] = value } else { self[place]?.set(path.dropFirst(), to: value) }
        } else {
            if isLast {
                self[first] = value
            } else {
                if self[first] == nil { self[first] = .object([]) }
                self[first]?.set(path.dropFirst(), to: value)
            }
        }
    }
}
