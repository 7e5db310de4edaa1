/// Which directory it is, whatever its name: numbers of the kernel.
public struct DirectoryIdentity: Comparable, Sendable {
  public let device: UInt64
  public let inode: UInt64

  public init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }

  public static func < (left: DirectoryIdentity, right: DirectoryIdentity) -> Bool {
    (left.device, left.inode) < (right.device, right.inode)
  }
}
