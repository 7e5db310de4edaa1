import Foundation
import Testing

/// Many services for a long time: nothing grows.
@Suite("A tree of services that crash and chatter", .ours("its loggers lose the last line"), .serialized)
struct SoakTests {
  /// What a supervisor holds.
  private struct Figures: Equatable {
    /// Memory of its own, in kB.
    let anonymous: Int
    let descriptors: Int
  }

  private static let seconds: Double = SweepMode.isFull ? 600 : 4
  private static let count = SweepMode.isFull ? 200 : 20
  /// The time in which everything has been done once: files were rotated, services have crashed.
  private static let warmUpSeconds: Double = SweepMode.isFull ? 60 : 2

  /// A few pages more or less are in use at one moment or another; after a short warm-up, some for the first time.
  private static let toleranceKilobytes = SweepMode.isFull ? 16 : 64

  @Test func `holds the same memory and descriptors to the end`() throws {
    let place = try TemporaryDirectory()
    for number in 0..<Self.count { try make(number, in: place) }
    let runsvdir = try RunningProgram(program: "runsvdir", [place("scan")], session: true)
    defer { runsvdir.signal(SIGHUP); _ = runsvdir.wait(within: 60) }
    let began = Date()
    let expected = 1 + 2 * Self.count
    eventually(within: 60, "all supervisors") { supervisors(place, runsvdir).count == expected }
    eventually(within: Self.warmUpSeconds + 30, "warm-up") { Date().timeIntervalSince(began) > Self.warmUpSeconds }
    let first = figures(place, runsvdir)
    var peaks = first
    var rounds = 0
    while Date().timeIntervalSince(began) < Self.seconds {
      eventually(within: 40) { Date().timeIntervalSince(began) > Double(rounds) * 10 || !SweepMode.isFull }
      rounds += 1
      for (process, figures) in figures(place, runsvdir) {
        guard let peak = peaks[process] else { continue }
        peaks[process] = Figures(
          anonymous: max(peak.anonymous, figures.anonymous), descriptors: max(peak.descriptors, figures.descriptors))
      }
    }
    let last = figures(place, runsvdir)
    #expect(Set(last.keys) == Set(first.keys), "every supervisor is the same as at first")
    #expect(last.count == expected)
    for (process, before) in first {
      guard let after = last[process] else { continue }
      let name = process.arguments.joined(separator: " ")
      #expect(after.descriptors == before.descriptors, "\(name)")
      #expect(after.anonymous <= before.anonymous + Self.toleranceKilobytes, "\(name)")
      #expect(peaks[process].map { $0.anonymous <= before.anonymous + 2 * Self.toleranceKilobytes } == true, "\(name)")
    }
    report(first, last, peaks, place)
  }

  /// One in four crashes twice a second, one in four floods its log, the others do a little.
  private func make(_ number: Int, in place: TemporaryDirectory) throws {
    let path = String(format: "scan/s%03d", number)
    let run =
      switch number % 4 {
      case 0: "echo up; echo x >>lives; sleep 0.5; kill -9 $$"
      case 1:
        "while :; do i=0; while [ $((i+=1)) -le 300 ]; do echo \"line $i of many that nobody reads\"; done; sleep 0.5; done"
      default: "while :; do echo working; sleep 5; done"
      }
    try place.write(path + "/run", "#!/bin/sh\n\(run)\n", mode: 0o755)
    try place.write(path + "/restart-delay", "0")
    try place.write(path + "/log/run", "#!/bin/sh\nexec svlogd ./main\n", mode: 0o755)
    try place.write(path + "/log/main/config", "s50000\nn3\n")
  }

  /// `runsvdir`, every `runsv` and every `svlogd`.
  private func supervisors(_ place: TemporaryDirectory, _ runsvdir: RunningProgram) -> [ProcessEntry] {
    let inside = ProcessTable.all.filter { entry in
      guard entry.workingDirectory?.hasPrefix(place.path) == true else { return false }
      let name = entry.arguments.first
      return name == "svlogd" || name == "runsv" && entry.parent == runsvdir.id  // a newborn child is called runsv too
    }
    return [runsvdir.entry] + inside
  }

  private func figures(_ place: TemporaryDirectory, _ runsvdir: RunningProgram) -> [ProcessEntry: Figures] {
    // One that acts at this moment has files open, or shut, for a moment: the middle of a few looks is what it holds.
    var looks: [ProcessEntry: [Figures]] = [:]
    let entries = supervisors(place, runsvdir)
    for _ in 0..<5 {
      for entry in entries {
        guard let anonymous = entry.kilobytes("Anonymous") else { continue }
        looks[entry, default: []].append(Figures(anonymous: anonymous, descriptors: entry.descriptors.count))
      }
    }
    return looks.compactMapValues { looks in
      guard let anonymous = looks.map(\.anonymous).min() else { return nil }
      return Figures(anonymous: anonymous, descriptors: looks.map(\.descriptors).sorted()[looks.count / 2])
    }
  }

  private func report(
    _ first: [ProcessEntry: Figures], _ last: [ProcessEntry: Figures], _ peaks: [ProcessEntry: Figures],
    _ place: TemporaryDirectory
  ) {
    SweepMode.report("soak: \(Self.count) services, \(Int(Self.seconds)) s")
    for name in ["runsvdir", "runsv", "svlogd"] {
      func total(_ figures: [ProcessEntry: Figures], _ value: (Figures) -> Int) -> Int {
        figures.filter { $0.key.arguments.first == name }.reduce(0) { $0 + value($1.value) }
      }
      let number = last.keys.count { $0.arguments.first == name }
      SweepMode.report(
        "  \(name): \(number) processes, anonymous memory \(total(first, \.anonymous)) kB after warm-up, "
          + "\(total(last, \.anonymous)) kB at the end, sum of peaks \(total(peaks, \.anonymous)) kB; descriptors "
          + "\(total(first, \.descriptors)), \(total(last, \.descriptors))")
    }
    let lives = (0..<Self.count).reduce(0) {
      $0 + (place.read(String(format: "scan/s%03d/lives", $1))?.utf8.count ?? 0) / 2
    }
    SweepMode.report("  crashes: \(lives)")
  }
}

extension ProcessEntry: Hashable {
  static func == (left: ProcessEntry, right: ProcessEntry) -> Bool { left.id == right.id }
  func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
