import RunitCore
import Testing

extension LogConfiguration {
  fileprivate init(_ text: String) { self.init(parsing: text.utf8Span.span) { _, _ in } }
}

@Suite("The config of a log directory")
struct LogConfigurationTests {
  static let sizes: [(String, Int)] = [
    ("", 1_000_000), ("s", 1_000_000), ("s\n", 0), ("s0", 0), ("s2000", 2_000), ("s4k", 4_096), ("s2m", 2_097_152),
    ("s1g", 1_073_741_824), ("s4K", 4), ("s3kb", 3_072), ("sx", 0), (" s5", 1_000_000), ("#s5", 1_000_000),
    ("s1\ns2", 2), ("s5\r\n", 5), ("s99999999999m", 4_000_000_000_000_000),
  ]

  @Test(arguments: sizes)
  func `says how large a file may be`(text: String, size: Int) { #expect(LogConfiguration(text).maximumSize == size) }

  static let ages: [(String, Int)] = [
    ("", 0), ("t10", 10), ("t2m", 120), ("t2h", 7_200), ("t2d", 172_800), ("tx", 0),
  ]

  @Test(arguments: ages)
  func `says how old a file may be`(text: String, seconds: Int) {
    #expect(LogConfiguration(text).maximumAgeSeconds == seconds)
  }

  @Test func `has a value for everything`() {
    let configuration = LogConfiguration("n3\nN2\nS1m\ny5\nm0640\n!gzip\npweb: \nD\n+*\n")
    #expect(configuration.maximumCount == 3)
    #expect(configuration.minimumCount == 2)
    #expect(configuration.totalSize == 1_048_576)
    #expect(configuration.syncSeconds == 5)
    #expect(configuration.mode == 0o640)
    #expect(configuration.processor == Array("gzip".utf8))
    #expect(configuration.prefix == Array("web: ".utf8))
    #expect(configuration.dropsWhenFull)
    #expect(!configuration.filter.isEmpty)
  }

  @Test func `overlooks a last line of one byte without newline`() {
    #expect(LogConfiguration("-").filter.isEmpty)
    #expect(!LogConfiguration("-\n").filter.isEmpty)
    #expect(!LogConfiguration("-a").filter.isEmpty)
    #expect(LogConfiguration("s").maximumSize == 1_000_000)
  }

  @Test func `but not its C or D, which are ours`() {
    #expect(LogConfiguration("s5\nD").dropsWhenFull)
    #expect(LogConfiguration("s5\nC").hasCounters)
  }

  @Test(arguments: ["", "s5\n", "Comment\n", "c\n", "#C\n"])
  func `asks for counters by a line of its own only`(text: String) { #expect(!LogConfiguration(text).hasCounters) }

  @Test func `does not take back a processor or a prefix`() {
    let configuration = LogConfiguration("!a\n!\npb\np\n")
    #expect(configuration.processor == Array("a".utf8))
    #expect(configuration.prefix == Array("b".utf8))
  }

  static let complaints: [(String, LogConfiguration.Complaint, String)] = [
    ("ulocalhost", .address, "localhost"), ("u1.2.3", .address, "1.2.3"), ("U1.2.3.256", .address, "1.2.3.256"),
    ("u1.2.3.4:", .port, ""), ("u1.2.3.4:0", .port, "0"), ("u1.2.3.4:x", .port, "x"), ("u[::1]:70000", .port, "70000"),
    ("Sx", .totalSize, "x"), ("y", .syncSeconds, ""), ("m9", .mode, "9"), ("m0648", .mode, "0648"),
  ]

  @Test(arguments: complaints)
  func `complains about what it can't read`(text: String, complaint: LogConfiguration.Complaint, value: String) {
    var complaints: [(LogConfiguration.Complaint, String)] = []
    let configuration = LogConfiguration(parsing: (text + "\n").utf8Span.span) { complaint, value in
      complaints.append((complaint, String(decoding: Array(copying: value), as: UTF8.self)))
    }
    #expect(complaints.count == 1)
    #expect(complaints.first?.0 == complaint)
    #expect(complaints.first?.1 == value)
    #expect(configuration.receiver == nil)
    #expect(configuration.isRemoteOnly == text.hasPrefix("U"))
  }

  @Test func `never gives a file less than its owner needs, nor an x`() {
    #expect(LogConfiguration("m000").mode == 0o600)
    #expect(LogConfiguration("m0777").mode == 0o666)
  }
}

@Suite("The receiver of lines by UDP")
struct LogReceiverTests {
  static let version4: [(String, [UInt8], UInt16)] = [
    ("10.0.0.1", [10, 0, 0, 1], 514), ("10.0.0.1:99", [10, 0, 0, 1], 99), ("1.2.3.4 and more", [1, 2, 3, 4], 514),
    ("1.2.3.4:5x", [1, 2, 3, 4], 5),
  ]

  @Test(arguments: version4)
  func `may have an address of four numbers`(text: String, bytes: [UInt8], port: UInt16) throws {
    let receiver = try LogReceiver(scanning: text.utf8Span.span)
    guard case .version4(let address) = receiver.address else {
      Issue.record("not version 4")
      return
    }
    #expect(address.indices.map { address[$0] } == bytes)
    #expect(receiver.port == port)
  }

  static let version6: [(String, String, UInt16)] = [
    ("::1", "00000000000000000000000000000001", 514), ("[::1]:99", "00000000000000000000000000000001", 99),
    ("::", "00000000000000000000000000000000", 514), ("[fe80::a:B]", "fe8000000000000000000000000a000b", 514),
    ("1:2:3:4:5:6:7:8", "00010002000300040005000600070008", 514), ("1::", "00010000000000000000000000000000", 514),
    ("::ffff:1.2.3.4", "00000000000000000000ffff01020304", 514),
    ("1:2:3:4:5:6:7::", "00010002000300040005000600070000", 514),
  ]

  @Test(arguments: version6)
  func `may have an address of groups`(text: String, hexadecimal: String, port: UInt16) throws {
    let receiver = try LogReceiver(scanning: text.utf8Span.span)
    guard case .version6(let address) = receiver.address else {
      Issue.record("not version 6")
      return
    }
    let digits = address.indices.map { String(address[$0] + 0x100 as UInt16, radix: 16).dropFirst() }.joined()
    #expect(digits == hexadecimal)
    #expect(receiver.port == port)
  }

  static let others = [
    "", "x", "1.2.3", "1..2.3", ":", ":::", "1:2", "1::2::3", "12345::", "1:2:3:4:5:6:7:8:9", "[::1", "::1:",
  ]

  @Test(arguments: others)
  func `is refused when it is none`(text: String) {
    #expect(throws: LogReceiver.ScanError.address) { try LogReceiver(scanning: text.utf8Span.span) }
  }
}

private func + (byte: UInt8, number: UInt16) -> UInt16 { UInt16(byte) + number }
