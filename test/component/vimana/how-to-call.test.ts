import { howToCall, urlOf } from "../../../components/vimana/how-to-call.js";

const CALL = { host: "shop.example.com", port: 443, service: "shop.Cart", untrusted: false };

describe("how a service is called", () => {
  it("is by its name alone where names lead to the gateway", () => {
    const { grpcurl, curl } = howToCall({ ...CALL, address: undefined });
    expect(grpcurl).toBe("grpcurl shop.example.com:443 'shop.Cart/<method>'");
    expect(curl).toMatch(
      /curl -s --http2 .* --output - 'https:\/\/shop\.example\.com\/shop\.Cart\/<method>'$/,
    );
  });

  it("is at the gateway's address otherwise, whatever its port and family", () => {
    const { grpcurl, curl } = howToCall({ ...CALL, port: 8443, address: "2001:db8::1" });
    expect(grpcurl).toBe(
      "grpcurl -servername shop.example.com -authority shop.example.com [2001:db8::1]:8443 'shop.Cart/<method>'",
    );
    expect(curl).toContain(" --connect-to shop.example.com:8443:[2001:db8::1]:8443 ");
    expect(urlOf({ ...CALL, port: 8443 })).toBe("https://shop.example.com:8443");
  });

  it("does without trust where nobody knows the authority", () => {
    const { grpcurl, curl } = howToCall({ ...CALL, address: undefined, untrusted: true });
    expect(grpcurl).toContain("grpcurl -insecure ");
    expect(curl).toContain("curl -sk ");
  });
});
