import Foundation

/// The entries of a scan directory in a storm: links that come, go and are switched, and directories that are made in it.
struct StormEntries {
  /// One entry, and what it leads to at present.
  private struct Entry {
    let name: String
    /// The service directories that it may lead to; none of them for a directory of the scan directory itself.
    let targets: [StormService]
    let files: [String: String]
    /// The name that it has at present; `nil` while there is none.
    var present: String?
    var target = 0
  }

  private static let linkCount = 5
  private static let directoryCount = 2

  let place: TemporaryDirectory
  private var entries: [Entry]
  private var serial = 0

  init(in place: TemporaryDirectory, _ dice: inout SeededGenerator) throws {
    self.place = place
    entries = []
    for folder in ["scan", "away"] {
      try FileManager.default.createDirectory(atPath: place(folder), withIntermediateDirectories: false)
    }
    for number in 0..<Self.linkCount {
      let targets = ["a", "b"].map { StormService("services/link\(number)\($0)", in: place) }
      for target in targets { try target.make(StormService.files(&dice)) }
      entries.append(Entry(name: "link\(number)", targets: targets, files: [:]))
    }
    for number in 0..<Self.directoryCount {
      entries.append(Entry(name: "dir\(number)", targets: [], files: StormService.files(&dice)))
    }
  }

  /// The services that the entries name.
  var wanted: [StormService] {
    entries.compactMap { entry in
      guard let name = entry.present else { return nil }
      return entry.targets.isEmpty ? StormService("scan/" + name, in: place) : entry.targets[entry.target]
    }
  }

  /// The service directories that no entry names.
  var unwanted: [StormService] {
    entries.flatMap { entry in
      entry.targets.enumerated().filter { entry.present == nil || $0.offset != entry.target }.map(\.element)
    }
  }

  /// Changes one entry in some way, and returns what was done.
  mutating func change(_ dice: inout SeededGenerator) throws -> String {
    let number = Int.random(in: 0..<entries.count, using: &dice)
    let entry = entries[number]
    let isLink = !entry.targets.isEmpty
    guard let name = entry.present else {
      entries[number].present = entry.name
      if isLink { return try link(number, &dice) }
      return try makeDirectory(entry, &dice)
    }
    switch (dice.choose([(4, 0), (isLink ? 4 : 0, 1), (2, 2), (2, 3)]), isLink) {
    case (0, true):
      entries[number].present = nil
      return try attempt("remove \(name)", unlink(place("scan/" + name)))
    case (0, false):
      entries[number].present = nil
      return try removeDirectory(name, &dice)
    case (1, _): return try switchLink(number, &dice)
    case (2, _):
      let other = name == entry.name ? entry.name + "-renamed" : entry.name
      entries[number].present = other
      return try attempt("rename \(name) to \(other)", rename(place("scan/" + name), place("scan/" + other)))
    default:
      try _ = attempt("", rename(place("scan/" + name), place("away/" + name)))
      poll(nil, 0, Int32.random(in: 0...20, using: &dice))
      return try attempt("\(name) away and back", rename(place("away/" + name), place("scan/" + name)))
    }
  }

  private func attempt(_ what: String, _ result: Int32) throws -> String {
    guard result == 0 else { throw Broken("\(what): \(String(cString: strerror(errno)))") }
    return what
  }

  private mutating func link(_ number: Int, _ dice: inout SeededGenerator) throws -> String {
    let entry = entries[number]
    entries[number].target = Int.random(in: 0..<entry.targets.count, using: &dice)
    let target = entry.targets[entries[number].target].path
    return try attempt("link \(entry.name) to \(target)", symlink("../" + target, place("scan/" + entry.name)))
  }

  /// As `ln -sfn` does it: a link with a name of its own is moved over the other.
  private mutating func switchLink(_ number: Int, _ dice: inout SeededGenerator) throws -> String {
    guard let name = entries[number].present else { return "nothing" }
    serial += 1
    let new = place("scan/Cu\(String(format: "%06d", serial))")
    let target = 1 - entries[number].target
    entries[number].target = target
    let path = entries[number].targets[target].path
    _ = try attempt("link \(new)", symlink("../" + path, new))
    if dice.happens(10) { poll(nil, 0, Int32.random(in: 0...2, using: &dice)) }
    return try attempt("switch \(name) to \(path)", rename(new, place("scan/" + name)))
  }

  /// Writes file by file, as a package manager does, `run` at any place in the order.
  private func makeDirectory(_ entry: Entry, _ dice: inout SeededGenerator) throws -> String {
    let service = StormService("scan/" + entry.name, in: place)
    try FileManager.default.createDirectory(atPath: place(service.path), withIntermediateDirectories: false)
    for (name, content) in entry.files.sorted(by: { $0.key < $1.key }).shuffled(using: &dice) {
      try service.make([name: content])
      if dice.happens(40) { poll(nil, 0, Int32.random(in: 0...40, using: &dice)) }
    }
    return "make the directory \(entry.name)"
  }

  /// Removes it in place, or moves it away first. A `runsv` may make a file meanwhile.
  private mutating func removeDirectory(_ name: String, _ dice: inout SeededGenerator) throws -> String {
    serial += 1
    var path = place("scan/" + name)
    if dice.happens(50) {
      path = place("away/\(name)-\(serial)")
      _ = try attempt("move \(name)", rename(place("scan/" + name), path))
    }
    let isGone = comesTrue(within: 10) {
      try? FileManager.default.removeItem(atPath: path)
      return !FileManager.default.fileExists(atPath: path)
    }
    try demand(isGone, "\(path) can't be removed")
    return "remove the directory \(name)"
  }
}
