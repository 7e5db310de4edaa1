import Foundation

/// A mounted overlay of an empty upper layer on another file system than the lower one, as container engines make it.
final class Overlay {
  private let place: TemporaryDirectory
  /// What is seen of both layers.
  let merged: TemporaryDirectory

  /// Whether this machine lets us mount one.
  static let isPossible = geteuid() == 0 && (try? Overlay()) != nil

  /// `files` are those of the lower layer.
  init(_ files: [String: String] = [:]) throws {
    place = try TemporaryDirectory()
    for name in ["lower", "layers", "merged"] {
      try FileManager.default.createDirectory(atPath: place(name), withIntermediateDirectories: false)
    }
    for (name, content) in files { try place.write("lower/" + name, content) }
    merged = TemporaryDirectory(existing: place("merged"))
    try attach("tmpfs", on: "layers")
    for name in ["layers/upper", "layers/work"] {
      try FileManager.default.createDirectory(atPath: place(name), withIntermediateDirectories: false)
    }
    let options = ["lowerdir=lower", "upperdir=layers/upper", "workdir=layers/work"].map { option in
      let words = option.split(separator: "=")
      return "\(words[0])=\(place(String(words[1])))"
    }
    try attach("overlay", on: "merged", options.joined(separator: ","))
  }

  deinit {
    merged.killEverythingInside()
    for name in ["merged", "layers"] { umount2(place(name), Int32(MNT_DETACH)) }
  }

  /// Lets the kernel forget the inodes that nobody uses, as it does when memory is short.
  func forget() throws {
    guard mount("none", merged.path, nil, UInt(MS_REMOUNT), nil) == 0 else { throw POSIXError(.EIO) }
  }

  private func attach(_ type: String, on name: String, _ options: String = "mode=0755") throws {
    guard mount(type, place(name), type, 0, options) == 0 else {
      throw POSIXError(.init(rawValue: errno) ?? .EIO)
    }
  }
}
