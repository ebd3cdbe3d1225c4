import {
  containerSchema,
  DISK_TYPE_TEXTS,
  NEXT_ACTION_TEXTS,
  NextActionEnum,
  reservationSchema,
  RESULT_DATA_SCHEMAS,
  RESULT_STATE_TEXTS,
  ResultCategoryEnum,
  resultCategoryOf,
  resultDataJson,
  resultDataOf,
  ResultStateEnum,
  textOf,
  valueOf,
  VOLUME_TYPE_TEXTS,
  volumeSchema,
  VolumeTypeEnum,
  WORKLOAD_TYPE_TEXTS,
  WorkloadTypeEnum,
  ZDB_MODE_TEXTS,
  ZdbDiskTypeEnum,
  ZdbModeEnum,
} from "../../../model/reservation/types/index.js";

describe("enumerations", () => {
  it("have the values of the source document", () => {
    expect(NextActionEnum).toEqual({
      NextActionCreate: 0,
      NextActionSign: 1,
      NextActionPay: 2,
      NextActionDeploy: 3,
      NextActionDelete: 4,
      NextActionInvalid: 5,
      NextActionDeleted: 6,
      NextActionMigrated: 7,
    });
    expect(ResultStateEnum).toEqual({ ResultStateError: 0, ResultStateOk: 1, ResultStateDeleted: 2 });
    expect(VolumeTypeEnum).toEqual({ VolumeTypeHDD: 0, VolumeTypeSSD: 1 });
    expect(ZdbDiskTypeEnum).toEqual({ ZdbDiskTypeHdd: 0, ZdbDiskTypeSsd: 1 });
    expect(ZdbModeEnum).toEqual({ ZdbModeSeq: 0, ZdbModeUser: 1 });
    expect(ResultCategoryEnum).toMatchObject({
      ResultCategoryZdb: 0,
      ResultCategoryContainer: 1,
      ResultCategoryNetwork: 2,
      ResultCategoryVolume: 3,
    });
    expect(Object.values(WorkloadTypeEnum)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it.each([
    [NEXT_ACTION_TEXTS, 6, "deleted"],
    [NEXT_ACTION_TEXTS, 7, "UNKNOWN"],
    [RESULT_STATE_TEXTS, 1, "ok"],
    [VOLUME_TYPE_TEXTS, 1, "SSD"],
    [DISK_TYPE_TEXTS, 0, "hdd"],
    [ZDB_MODE_TEXTS, -1, "UNKNOWN"],
    [WORKLOAD_TYPE_TEXTS, 9, "gateway4to6"],
    [WORKLOAD_TYPE_TEXTS, 12, "virtual_machine"],
  ])("of %j, %i is %s", (texts, value, text) => {
    expect(textOf(texts, value)).toBe(text);
    expect(valueOf(texts, text)).toBe(text === "UNKNOWN" ? undefined : value);
  });

  it("read texts in either case", () => {
    expect([valueOf(VOLUME_TYPE_TEXTS, "ssd"), valueOf(DISK_TYPE_TEXTS, "SSD")]).toEqual([1, 1]);
  });

  it.each([
    [0, 0],
    [1, 1],
    [2, 3],
    [4, 4],
    [8, 8],
    [10, 2],
    [11, 11],
  ])("workload type %i reports with category %i", (type, category) => {
    expect(resultCategoryOf(type)).toBe(category);
  });
});

describe("the internal model", () => {
  it("takes ids as text or as exact numbers and has text", () => {
    expect(volumeSchema.parse({ customerTid: 7 }).customerTid).toBe("7");
    expect(volumeSchema.parse({ customerTid: "9223372036854775807" }).customerTid).toBe(
      "9223372036854775807",
    );
  });

  it.each([
    [{ customerTid: "07" }],
    [{ customerTid: "9223372036854775808" }],
    [{ customerTid: 2 ** 53 }],
    [{ customerTid: 1.5 }],
    [{ size: 1.5 }],
    [{ sise: 1 }],
    [{ type: 256 }],
    [{ workloadType: 1 }],
    [{ metadata: null }],
    [{ result: { dataJson: "{" } }],
  ])("refuses a volume with %j", (change) => {
    expect(volumeSchema.safeParse(change).success).toBe(false);
  });

  it("brings addresses and ranges into their one form", () => {
    const container = containerSchema.parse({ networkConnection: [{ ipaddress: "2001:DB8::0:1" }] });
    expect(container.networkConnection[0]?.ipaddress).toBe("2001:db8::1");
    expect(containerSchema.safeParse({ networkConnection: [{ ipaddress: "10.0.0" }] }).success).toBe(false);
  });

  it("gives every object lists of its own", () => {
    const [one, other] = [reservationSchema.parse({}), reservationSchema.parse({})];
    expect(one.results).not.toBe(other.results);
    expect(one.dataReservation.volumes).not.toBe(other.dataReservation.volumes);
  });
});

describe("what nodes report", () => {
  it("is spelled as upstream's nodes spell it", () => {
    expect(resultDataJson(2, { volume_id: "42-1" })).toBe('{"volume_id":"42-1"}');
    expect(resultDataJson(0, { Namespace: "42-2", IPs: ["::1"], Port: 9900 })).toBe(
      '{"Namespace":"42-2","IPs":["::1"],"Port":9900}',
    );
    expect(resultDataJson(12, { id: "<a>", ip: "&" })).toBe('{"id":"\\u003ca\\u003e","ip":"\\u0026"}');
  });

  it("is read again, and nothing else is", () => {
    const data = { id: "42-3", ipv6: "", ipv4: "10.10.1.5", yggdrasil: "" };
    expect(resultDataOf(RESULT_DATA_SCHEMAS[1], resultDataJson(1, data))).toEqual(data);
    expect([
      resultDataOf(RESULT_DATA_SCHEMAS[1], ""),
      resultDataOf(RESULT_DATA_SCHEMAS[1], "null"),
      resultDataOf(RESULT_DATA_SCHEMAS[1], "{}"),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
