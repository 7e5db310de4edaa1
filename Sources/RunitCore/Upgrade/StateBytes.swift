/// What `runsv` leaves to the one that is executed in its place, in a file that has no name.
///
///     0..<8    `runsv-up`
///     8..<16   the version of what follows the descriptors
///     16..<24  number of descriptors
///     24...    the descriptors, each a word; -1 for none
///     …        the state, in words and bytes
///     last 8   checksum of all before
///
/// All words are little-endian. The part up to the descriptors is for every version: one that does not know the rest
/// closes them, which sets the locks free, and begins as after a crash.
package typealias StateBytes = TextBuffer<10240>

enum StateFormat {
  static let magic: Literal = "runsv-up"
  /// To be raised with each change of the state, or of the order of the descriptors.
  static let version: UInt64 = 5
  static let headerSize = 24
  static let checksumSize = 8
}
