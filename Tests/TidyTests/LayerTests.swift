import Foundation
import Testing

/// The package's root, from this file's own place.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent()

/// All files below a folder of the package whose name ends in `suffix`.
func files(below folder: String, suffix: String = "") -> [URL] {
  let paths = FileManager.default.enumerator(at: root.appending(path: folder), includingPropertiesForKeys: nil)
  return (paths?.allObjects as? [URL] ?? []).filter { $0.path.hasSuffix(suffix) }
}

/// The folders of the programs in Sources: their names begin with a small letter.
let programs: [String] = {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path)) ?? []
  return names.filter { $0.first?.isLowercase == true }.sorted()
}()

@Suite("The layers")
struct LayerTests {
  static let allowed: [(String, Set<String>)] =
    [("RunitCore", []), ("Unix", ["CLibc"]), ("Console", ["CLibc", "Unix"])]
    + programs.map { ($0, ["CLibc", "Console", "RunitCore", "Unix"]) }

  @Test(arguments: allowed)
  func `import only what lies below them`(module: String, allowed: Set<String>) throws {
    for file in files(below: "Sources/" + module, suffix: ".swift") {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      for line in lines where line.hasPrefix("import ") || line.hasPrefix("public import ") {
        let name = String(line.split(separator: " ").last ?? "")
        #expect(allowed.contains(name), "\(file.lastPathComponent) imports \(name)")
      }
    }
  }
}
