import Foundation

/// The bytes of the programs on disk.
struct SizeMeasure: Measure {
  static let name = "size"
  static let summary = "bytes of the programs (static ones need no shared library beside them)"
  let rounds = 1

  init(isQuick: Bool) {}

  func run(_ suite: Suite, in workshop: Workshop) throws -> [Sample] {
    let programs = suite.programs
    let parts = [
      ("supervisor", programs.supervisor), ("scanner", programs.scanner), ("control", programs.control),
      ("logger", programs.logger), ("launcher", programs.launcher),
    ]
    return try parts.map { Sample(Figure($0, .bytes), Double(try size(suite.path($1)).bytes)) }
      + [Sample(Figure("these together", .bytes), Double(try total(programs.all.map(suite.path))))]
      + everything(suite)
  }

  /// All programs of runit, process 1 included.
  private func everything(_ suite: Suite) throws -> [Sample] {
    let others = ["runit", "runit-init", "runsvchdir", "utmpset"].compactMap { name in
      [suite.directory, "/sbin", "/usr/sbin"].map { $0 + "/" + name }.first(where: FileManager.default.isExecutableFile)
    }
    guard suite.family == .runit, others.count >= 3, suite.name != "busybox" else { return [] }
    let ours = suite.path("svprobe")
    let more = FileManager.default.isExecutableFile(atPath: ours) ? [ours] : []
    let files = suite.programs.all.map(suite.path) + others + more
    return [Sample(Figure("all programs", .bytes), Double(try total(files)))]
  }

  /// A file with several names counts once.
  private func total(_ paths: [String]) throws -> Int {
    let sizes = try paths.map(size).map { ($0.file, $0.bytes) }
    return Dictionary(sizes, uniquingKeysWith: { first, _ in first }).values.reduce(0, +)
  }

  private func size(_ path: String) throws -> (file: UInt64, bytes: Int) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw Failure("\(path) is missing") }
    return (UInt64(status.st_ino), Int(status.st_size))
  }
}
