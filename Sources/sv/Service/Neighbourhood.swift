import CLibc
import RunitCore
import Unix

/// The services beside a service, by names that `sv` takes: those that its `dependencies` are about.
struct Neighbourhood {
  /// The services of one directory, and what each of them needs.
  private struct Survey {
    let prefix: [UInt8]
    let names: [[UInt8]]
    let needs: [[[UInt8]]]
  }

  /// The directory of all services.
  let root: CString
  private var surveys: [Survey] = []

  init(in root: CString) { self.root = root }

  /// The same name for all ways to write it that differ by slashes or a dot at the end: its last component is the name by
  /// which its neighbours know it.
  @inline(never)
  static func standardName(_ name: CString) throws(Errno) -> [UInt8] {
    guard !name.isEmpty else { return [] }
    let last = Path(name).name
    if last.span.equals(".") || last.span.equals("..") { return try Path.ofDirectory(name).copiedBytes }
    var bytes = Path(name).copiedBytes
    bytes.removeSlashesAtEnd()
    // Without the slash at its end it would be a name.
    return ServiceDirectory.isPath(name) && !name.isPath ? Path("./").joined(Path(bytes)).copiedBytes : bytes
  }

  /// What the service `name` needs; `nil` when there is no such service.
  func needs(_ name: [UInt8]) -> [[UInt8]]? {
    guard !name.isEmpty else { return [] }
    let path = path(of: name)
    let isMissing = path.withCString { path in
      do throws(Errno) { return try !FileSystem.exists(path, in: BaseDirectory.working) } catch { return false }
    }
    if isMissing { return nil }
    let prefix = Self.prefix(of: name)
    return DependencyNames(of: path).names.map { prefix + $0 }
  }

  /// What needs the service `name`; it must have been surveyed.
  func dependents(_ name: [UInt8]) -> [[UInt8]] {
    let prefix = Self.prefix(of: name)
    let last = Array(name[prefix.count...])
    guard let survey = surveys.first(where: { $0.prefix == prefix }) else { return [] }
    return survey.names.indices.filter { survey.needs[$0].contains(last) }.map { prefix + survey.names[$0] }
  }

  /// Finds out what needs what beside the service `name`.
  mutating func survey(beside name: [UInt8]) throws(Errno) {
    let prefix = Self.prefix(of: name)
    guard !surveys.contains(where: { $0.prefix == prefix }) else { return }
    let directory = path(of: prefix)
    let names = try directory.allEntries()
    surveys.append(
      Survey(
        prefix: prefix, names: names.map { $0.copiedBytes },
        needs: names.map { DependencyNames(of: directory.entry($0)).names }))
  }

  @inline(never)
  private func path(of name: [UInt8]) -> Path {
    let isPath = name.first == UInt8(ascii: "/") || name.first == UInt8(ascii: ".")
    var path = isPath ? Path("") : Path(root, "/")
    path.append(name.span)
    return path
  }

  /// The name up to its last slash, that included.
  @inline(never)
  private static func prefix(of name: [UInt8]) -> [UInt8] {
    Array(name[..<name.startOfLastComponent])
  }
}
