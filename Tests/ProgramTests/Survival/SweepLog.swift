import Foundation

/// What a log of numbered lines holds, compared with what the daemons wrote.
struct SweepLog {
  private(set) var lines = 0
  /// Lines that are missing: a logger that was killed had read them and not written them.
  private(set) var lost = 0
  /// How often some are missing in a row.
  private(set) var gaps = 0
  private(set) var largestGap = 0
  /// What must not be.
  private(set) var faults: [String] = []

  private var life = 1
  private var number = 0
  private let ends: [Int: ClosedRange<Int>]

  /// Reads the log of a service of a ``SweepTree``.
  init(of service: String, in tree: SweepTree) {
    self.init(in: tree.place("scan/\(service)/log/main"), ends: tree.counts(of: service).mapValues { $0...$0 })
  }

  /// Reads the log in `directory`; `ends` are the numbers that the last line of each life may have.
  init(in directory: String, ends: [Int: ClosedRange<Int>]) {
    self.ends = ends
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let files = names.filter { $0.hasPrefix("@") }.sorted() + ["current"]
    for name in files {
      if name.hasPrefix("@"), !name.hasSuffix(".s"), !name.hasSuffix(".u") { faults.append("a file \(name)") }
      let content = FileManager.default.contents(atPath: directory + "/" + name) ?? Data()
      let text = String(decoding: content, as: UTF8.self)
      let pieces = text.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, piece) in pieces.enumerated() where !(index == pieces.count - 1 && piece.isEmpty) {
        take(piece, isTorn: index == 0 || index == pieces.count - 1, in: name)
      }
    }
    // What the last life wrote, and the lives before it, must have come to its end.
    if let last = ends.keys.max(), let end = ends[last] { pass(to: last, end.lowerBound + 1, in: "the end") }
  }

  private mutating func take(_ line: Substring, isTorn: Bool, in file: String) {
    let words = line.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 2, let itsLife = Int(words[0]), let itsNumber = Int(words[1]) else {
      // The rest of a line of which a killed logger had read the beginning counts as lost with it.
      if !isTorn { faults.append("\(file): \(line)") }
      return
    }
    guard (itsLife, itsNumber) > (life, number) else {
      // A rest can look like a whole line of an early life: "12 345" of which "2 345" is left.
      if !isTorn { faults.append("\(file): \(line) after \(life) \(number)") }
      return
    }
    pass(to: itsLife, itsNumber, in: file)
    lines += 1
    number = itsNumber
  }

  /// Counts what is missing before line `target` of life `next`.
  private mutating func pass(to next: Int, _ target: Int, in file: String) {
    var missing = 0
    while life < next {
      // A daemon that was killed did not say how far it came; here nobody kills daemons.
      guard let end = ends[life] else {
        faults.append("\(file): life \(life) has no end")
        break
      }
      if number > end.upperBound { faults.append("\(file): \(number) of life \(life), which ended at \(end)") }
      missing += max(0, end.lowerBound - number)
      (life, number) = (life + 1, 0)
    }
    (life, number) = (next, next == life ? number : 0)
    missing += max(0, target - number - 1)
    number = max(number, target - 1)
    guard missing > 0 else { return }
    lost += missing
    gaps += 1
    largestGap = max(largestGap, missing)
  }
}
