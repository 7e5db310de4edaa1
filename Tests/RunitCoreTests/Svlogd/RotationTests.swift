import RunitCore
import Testing

@Suite("Rotation by size")
struct RotationPolicyTests {
  typealias Step = RotationPolicy.Step

  static let steps: [(maximum: Int, limit: Int, size: Int, output: String, step: Step)] = [
    // No limit.
    (0, 10, 99, "ab\ncd\n", Step(count: 6, rotates: false)),
    // Behind the first line that leaves less room than a line may need.
    (20, 5, 0, "1234567\n1234567\n1234567\n", Step(count: 16, rotates: true)),
    (20, 5, 0, "1234567\n12345\n", Step(count: 14, rotates: false)),
    (20, 5, 14, "\n\n", Step(count: 1, rotates: true)),
    (20, 5, 13, "\n\n\n", Step(count: 2, rotates: true)),
    (20, 5, 17, "a\nb\n", Step(count: 2, rotates: true)),
    // A line that does not fit is cut where the file is full; rotation is for the next write.
    (20, 5, 10, "12345678901234\n", Step(count: 10, rotates: false)),
    (20, 5, 10, "123456789\n1", Step(count: 10, rotates: true)),
    // As large as a line: a file for each.
    (10, 10, 0, "a\nb\n", Step(count: 2, rotates: true)),
    // Smaller than a line: cut regardless.
    (4, 10, 0, "a\nb\nc\n", Step(count: 4, rotates: false)),
    (4, 10, 3, "a\nb\nc\n", Step(count: 1, rotates: false)),
  ]

  @Test(arguments: steps)
  func `ends files where runit ends them`(maximum: Int, limit: Int, size: Int, output: String, step: Step) {
    let policy = RotationPolicy(maximumSize: maximum, lineLimit: limit)
    #expect(policy.nextStep(size: size, output.utf8Span.span) == step)
  }

  static let lineEnds: [(maximum: Int, size: Int, output: String, step: Step)] = [
    (0, 9, "ab\ncd\n", Step(count: 3, rotates: true)),
    (0, 9, "ab", Step(count: 2, rotates: false)),
    (0, 9, "ab\n", Step(count: 3, rotates: true)),
    (20, 10, "\nab\n", Step(count: 1, rotates: true)),
    // What does not fit is cut all the same.
    (20, 18, "abc\n", Step(count: 2, rotates: false)),
  ]

  @Test(arguments: lineEnds)
  func `ends a file behind the line in progress when asked`(maximum: Int, size: Int, output: String, step: Step) {
    let policy = RotationPolicy(maximumSize: maximum, lineLimit: 5)
    #expect(policy.lineEnd(size: size, output.utf8Span.span) == step)
  }

  @Test func `begins a new file when this one is full`() {
    #expect(RotationPolicy(maximumSize: 5, lineLimit: 1).isFull(5))
    #expect(!RotationPolicy(maximumSize: 5, lineLimit: 1).isFull(4))
    #expect(!RotationPolicy(maximumSize: 0, lineLimit: 1).isFull(1_000_000_000))
  }
}

@Suite("Retention of old files")
struct RetentionTests {
  /// `3u` is the unprocessed file of label 3.
  private static func archive(_ text: Substring, size: Int = 10) -> Archive? {
    let name = "@400000000000000000000000".dropLast() + text.dropLast() + "." + text.suffix(1)
    return ArchiveName(Array(("@" + name.dropFirst().suffix(26)).utf8).span).map { Archive($0, size: size) }
  }

  private static func archives(_ text: String) -> [Archive] { text.split(separator: " ").compactMap { archive($0) } }

  private static func short(_ name: ArchiveName) -> String {
    let text = String(decoding: Array(copying: name.span), as: UTF8.self)
    return String(text.suffix(3).first ?? "?") + String(text.suffix(1))
  }

  static let surpluses: [(count: Int, total: Int, files: String, surplus: [String])] = [
    (2, 0, "1s 2s", []),
    (2, 0, "1s 2s 3s", ["1s"]),
    (2, 0, "1s 2s 3s 4s 5s", ["1s", "2s", "3s"]),
    (0, 0, "1s 2s 3s", []),
    (2, 0, "1u 2s 3u 4s", []),
    (1, 0, "1u 2s 3t 4s", ["2s", "3t"]),
    (1, 0, "1x 2s", ["1x"]),
    (9, 25, "1s 2s 3s", ["1s"]),
    (9, 25, "1u 2s 3s 4t", ["1u", "4t"]),
    (0, 5, "1s 2s", ["1s", "2s"]),
    (1, 15, "1s 2s 3s", ["1s", "2s"]),
  ]

  @Test(arguments: surpluses)
  func `deletes the oldest`(count: Int, total: Int, files: String, surplus: [String]) {
    let retention = Retention(maximumCount: count, minimumCount: 0, totalSize: total, hasProcessor: false)
    #expect(retention.surplus(Self.archives(files)).map(Self.short) == surplus)
  }

  static let waiting: [(count: Int, total: Int, files: String, surplus: [String])] = [
    (2, 0, "1u 2s 3u 4s", ["1u", "2s"]),
    (2, 0, "1s 2u 3u 4u", ["1s", "2u"]),
    (0, 0, "1u 2u 3s", []),
    (1, 0, "1u 2s 3t 4s", ["1u", "2s", "3t"]),
    (9, 25, "1u 2u 3u", ["1u"]),
  ]

  @Test(arguments: waiting)
  func `counts what waits for a processor`(count: Int, total: Int, files: String, surplus: [String]) {
    let retention = Retention(maximumCount: count, minimumCount: 0, totalSize: total, hasProcessor: true)
    #expect(retention.surplus(Self.archives(files)).map(Self.short) == surplus)
  }

  static let sacrifices: [(maximum: Int, minimum: Int, files: String, sacrifice: String?)] = [
    (10, 10, "1s 2s 3s", nil), (0, 1, "1s 2s 3s", nil), (10, 2, "1s 2s", nil), (10, 2, "1u 2s 3t", "1u"),
    (10, 0, "1s", "1s"), (10, 0, "", nil),
  ]

  @Test(arguments: sacrifices)
  func `sacrifices the oldest to a full disk, down to the minimum`(
    maximum: Int, minimum: Int, files: String, sacrifice: String?
  ) {
    let retention = Retention(maximumCount: maximum, minimumCount: minimum, totalSize: 0, hasProcessor: true)
    #expect(retention.sacrifice(Self.archives(files)).map(Self.short) == sacrifice)
  }
}

@Suite("The name of an old file")
struct ArchiveNameTests {
  static let others = [
    "", "current", "@400000000000000a00000000", "@400000000000000a00000000.ss", "x400000000000000a00000000.s",
  ]

  @Test(arguments: others)
  func `is refused when it is none`(text: String) { #expect(ArchiveName(text.utf8Span.span) == nil) }

  @Test func `is a label and a kind`() {
    let name = ArchiveName(TAI64N(unixSeconds: 0, nanoseconds: 0), .unprocessed)
    #expect(String(decoding: Array(copying: name.span), as: UTF8.self) == "@400000000000000a00000000.u")
    #expect(name.kind == .unprocessed)
    let safe = name.with(.safe)
    #expect(safe.kind == .safe)
    #expect(safe.hasLabel(of: name))
    #expect(safe < name)
  }

  @Test func `may be of an unknown kind`() {
    #expect(ArchiveName("@400000000000000a00000000.z".utf8Span.span)?.kind == nil)
    #expect(ArchiveName("@400000000000000a00000000.z".utf8Span.span) != nil)
  }
}
