package org.lamella.agent.network;

/** The same address always has the same hardware address, so that it can be told whether a frame bears the right one. */
final class HardwareAddress {
    private HardwareAddress() {}

    static String of(String address) {
        StringBuilder hardware = new StringBuilder("02:4c");
        for (String octet : address.split("\\.", -1)) {
            hardware.append(":%02x".formatted(Integer.parseInt(octet)));
        }
        return hardware.toString();
    }
}
