import Foundation

/// The checkout that the tests were built from.
enum Checkout {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
    .standardizedFileURL

  /// A file or folder of the checkout.
  static func file(_ path: String) -> URL { root.appending(path: path) }
}
