import RunitCore
import Unix

/// What somebody may have meant who misspelt a service's name.
enum Suggestion {
  /// The name in `directory` that is most like `name`; `nil` when none is very much so.
  static func name(like name: CString, in directory: CString) -> Path? {
    // A path is not the name of a service, and without a list of names there is nothing to suggest.
    guard name.firstIndex(of: UInt8(ascii: "/")) == nil, let names = Path(directory).entries else { return nil }
    var best: Path?
    var fewest = Int.max
    for candidate in names {
      let slips = candidate.withCString { Similarity.slips(name.bytes, $0.bytes) }
      if let slips, slips < fewest { (best, fewest) = (candidate, slips) }
    }
    return best
  }
}
