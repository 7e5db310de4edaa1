import Foundation

/// A user who was given nothing: 65534, by custom `nobody`.
enum Stranger {
  static let id: uid_t = 65_534

  /// Runs a shell script as this user.
  static func run(_ script: String, in directory: String) throws -> Outcome {
    let change = ["--reuid=\(id)", "--regid=\(id)", "--clear-groups", "--inh-caps=-all"]
    return try ProgramTests.run(
      "setpriv", change + ["sh", "-c", script], executable: "/usr/bin/setpriv", in: directory)
  }

  /// Gives this user a file, or a link as such.
  static func own(_ paths: String...) { for path in paths { lchown(path, id, id) } }

  /// Plants a link as this user would, in the place of what is there.
  static func plant(_ path: String, to target: String) {
    unlink(path)
    symlink(target, path)
    own(path)
  }
}
